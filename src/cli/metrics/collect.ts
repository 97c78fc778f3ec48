/** Reads what the parts of the server count, when somebody asks. */

import { readdirSync } from "node:fs";
import type { HubCounts } from "../../core/hub.ts";
import type { Limits } from "../../net/limits.ts";
import type { Traffic } from "../../net/traffic.ts";
import type { StoreMeter } from "./metered-store.ts";
import type { Sample, Scrape } from "./text.ts";

/** What is counted, and where. */
export interface Sources {
  readonly software: string;
  readonly store: StoreMeter;
  readonly traffic: () => ReadonlyMap<string, Traffic>;
  readonly hub: () => HubCounts;
  /** Refusals by the limit's name. */
  readonly refused: () => ReadonlyMap<string, number>;
  readonly limits: Limits;
  /** Milliseconds that a turn was late, at most, since the last call. */
  readonly turnDelay: () => number;
  /** By the backend's name. */
  readonly backends: () => ReadonlyMap<
    string,
    { readonly state: string; readonly starts: number; readonly memory: number }
  >;
}

export function collect({
  software,
  store,
  traffic,
  hub,
  refused,
  limits,
  turnDelay,
  backends,
}: Sources): Scrape {
  const { lanes, streams, events, healings } = hub();
  const { user, system } = process.cpuUsage();
  return {
    koine_info: [{ labels: [software], value: 1 }],
    koine_connections: byName(traffic(), ({ open }) => open),
    koine_connections_opened_total: byName(traffic(), ({ opened }) => opened),
    koine_connections_ended_total: [...traffic()].flatMap(([dialect, { ended }]) =>
      Object.entries(ended).map(([reason, value]) => ({ labels: [dialect, reason], value })),
    ),
    koine_connections_limit: one(limits.connections),
    koine_events_total: byName(lanes, (lane) => lane.events),
    koine_deliveries_total: byName(lanes, ({ deliveries }) => deliveries),
    koine_commands_total: [...store.commands].flatMap(([command, outcomes]) =>
      [...outcomes].map(([outcome, value]) => ({ labels: [command, outcome], value })),
    ),
    koine_rate_limited_total: byName(refused(), (times) => times),
    koine_command_seconds: Object.entries(store.seconds).map(([kind, value]) => ({ labels: [kind], value })),
    koine_commands_waiting: Object.entries(store.waiting).map(([kind, value]) => ({ labels: [kind], value })),
    koine_commit_seconds: [{ labels: [], value: store.commitSeconds }],
    koine_commit_commands: [{ labels: [], value: store.commitCommands }],
    koine_log_streams: one(streams),
    koine_log_events: one(events),
    koine_log_healing_total: one(healings),
    koine_backend_state: [...backends()].map(([name, { state }]) => ({ labels: [name, state], value: 1 })),
    koine_backend_starts_total: byName(backends(), ({ starts }) => starts),
    koine_backend_memory_bytes: byName(backends(), ({ memory }) => memory),
    process_cpu_seconds_total: one((user + system) / 1e6),
    process_resident_memory_bytes: one(process.memoryUsage.rss()),
    process_start_time_seconds: one(Math.round(Date.now() / 1_000 - process.uptime())),
    process_open_fds: openFiles(),
    koine_turn_delay_seconds: one(turnDelay() / 1_000),
  };
}

function one(value: number): Sample[] {
  return [{ labels: [], value }];
}

function byName<T>(all: ReadonlyMap<string, T>, value: (of: T) => number): Sample[] {
  return [...all].map(([name, of]) => ({ labels: [name], value: value(of) }));
}

function openFiles(): Sample[] {
  try {
    return one(readdirSync("/proc/self/fd").length);
  } catch {
    return []; // Not on this system.
  }
}
