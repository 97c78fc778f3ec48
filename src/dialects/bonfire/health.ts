/** How the instance is: what is stored comes from the core, what the process knows from whoever runs it. */

import type { InstanceHealth as Stored } from "../../core/instance.ts";
import type { InstanceHealth } from "./gen/gateway.ts";
import { make } from "./make.ts";

/** What only the running process knows. */
export interface Vitals {
  /** Milliseconds since it began. */
  readonly uptime: number;
  /** Bytes of the process. */
  readonly memory: number;
  /** Bytes where the data directory is; null = not known. */
  readonly disk: { readonly free: number; readonly total: number } | null;
  /** Open connections, by the dialect's name. */
  readonly connections: ReadonlyMap<string, number>;
}

export function toHealth({ databaseBytes, files, fileBytes, queues, bridges }: Stored): InstanceHealth {
  return make("InstanceHealth", {
    database: databaseBytes,
    files,
    file_bytes: fileBytes,
    queues: queues.map(({ carrier, ...queue }) => make("QueueHealth", { ...queue, name: carrier })),
    backends: bridges.map(({ name, state, since, reason, memory }) =>
      make("Backend", { name, state, since, text: reason, memory }),
    ),
  });
}

/** The same with what the process knows. */
export function withVitals(
  health: InstanceHealth,
  software: string,
  { uptime, memory, disk, connections }: Vitals,
): InstanceHealth {
  return {
    ...health,
    software,
    uptime,
    memory,
    disk_free: disk?.free ?? 0,
    disk_total: disk?.total ?? 0,
    wires: [...connections]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, open]) => make("WireHealth", { name, connections: open })),
  };
}
