/** Wires the configured backends: their programs, the talk with them, and what rings them. */

import { type Backends, createBackends } from "../backends/backends.ts";
import type { BackendConfig } from "../config/backends.ts";
import { type Happening, isSignal } from "../core/events.ts";
import type { Log } from "../core/log.ts";
import type { Millis, StreamId } from "../core/model/ids.ts";
import type { Node } from "../core/node.ts";
import { type Bridge, createBridge } from "../dialects/flubber/bridge.ts";
import type { Files } from "../dialects/flubber/files.ts";

/** How often what the programs use is noted, for those who look after the space. */
const NOTE_MILLIS = 5_000;
/** Less of a change is not noted. */
const NOTED_BYTES = 2 ** 20;

interface Deps {
  readonly node: Node;
  readonly files: Files;
  /** The address at which this server shows a picture of another. */
  readonly proxied: (url: string) => string;
  /** Scheme and host by which others reach this server; "" where nobody said. */
  readonly origin: string;
  readonly now: () => Millis;
  readonly log: Log;
}

export interface RunningBackends extends Backends<BackendConfig> {
  /** What happened: bridges tell it, and follow their links. */
  heard(happenings: readonly Happening[]): void;
}

export function runBackends({ node, files, proxied, origin, now, log }: Deps): RunningBackends {
  const bridges = new Map<string, Bridge>();
  /** By the backend's name: the space that it is for, and the memory that was noted last. */
  const spaces = new Map<string, string | null>();
  const memories = new Map<string, number>();
  // The wheel is too coarse for pauses of 100 ms.
  const after = (millis: Millis, callback: () => void): (() => void) => {
    const timer = setTimeout(callback, millis);
    return () => clearTimeout(timer);
  };
  const backends = createBackends<BackendConfig>({
    speak(settings, line, named) {
      const bridge = createBridge(settings, line, {
        node,
        files,
        proxied,
        origin,
        after,
        clock: () => performance.now(),
        log: named,
      });
      bridges.set(settings.name, bridge);
      return {
        receive: bridge.receive,
        closed() {
          bridge.closed();
          if (bridges.get(settings.name) === bridge) bridges.delete(settings.name);
        },
      };
    },
    told({ name, space }, status) {
      spaces.set(name, space);
      const memory = memories.get(name) ?? 0;
      node.ask(null, { type: "bridge_state", input: { name, space, ...status, memory } }).then(
        (id) => {
          if (id === null) log.error("a backend's space is not there", { backend: name, space });
        },
        (error: unknown) => log.warn("a backend's state was not stored", { reason: String(error) }),
      );
    },
    now,
    log,
  });

  function noteMemory(): void {
    for (const [name, { state, since, reason, memory }] of backends.statuses()) {
      const space = spaces.get(name);
      if (space === undefined || Math.abs(memory - (memories.get(name) ?? 0)) < NOTED_BYTES) continue;
      memories.set(name, memory);
      node
        .ask(null, { type: "bridge_state", input: { name, space, state, since, reason, memory } })
        .catch((error: unknown) => log.warn("a backend's memory was not noted", { reason: String(error) }));
    }
  }
  const noting = setInterval(noteMemory, NOTE_MILLIS);
  noting.unref();

  return {
    ...backends,
    async stop() {
      clearInterval(noting);
      await backends.stop();
    },
    heard(happenings) {
      const streams = new Set<StreamId>();
      for (const happening of happenings) {
        if (happening.type === "backend_set") {
          if (happening.restart) backends.restart(happening.backend);
          else bridges.get(happening.backend)?.relinked();
        } else if (!isSignal(happening) && happening.seq > 0) streams.add(happening.stream);
      }
      if (streams.size > 0) for (const bridge of bridges.values()) bridge.rung(streams);
    },
  };
}
