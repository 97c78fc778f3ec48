/** Wires the configured backends: their programs, the talk with them, and what rings them. */

import { type Backends, createBackends } from "../backends/backends.ts";
import type { BackendConfig } from "../config/backends.ts";
import { type Happening, isSignal } from "../core/events.ts";
import type { Log } from "../core/log.ts";
import type { Millis, StreamId } from "../core/model.ts";
import type { Node } from "../core/node.ts";
import { type Bridge, createBridge } from "../dialects/flubber/bridge.ts";
import type { Files } from "../dialects/flubber/inbound.ts";

interface Deps {
  readonly node: Node;
  readonly files: Files;
  readonly now: () => Millis;
  readonly log: Log;
}

export interface RunningBackends extends Backends<BackendConfig> {
  /** What happened: bridges tell it, and follow their links. */
  heard(happenings: readonly Happening[]): void;
}

export function runBackends({ node, files, now, log }: Deps): RunningBackends {
  const bridges = new Map<string, Bridge>();
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
      node.ask(null, { type: "bridge_state", input: { name, space, ...status } }).then(
        (id) => {
          if (id === null) log.error("a backend's space is not there", { backend: name, space });
        },
        (error: unknown) => log.warn("a backend's state was not stored", { reason: String(error) }),
      );
    },
    now,
    log,
  });
  return {
    ...backends,
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
