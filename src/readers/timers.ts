/**
 * Wakes when the next timer is due. One waiting for all of them: the rows are in the store, so a node that
 * starts again goes on where it stopped.
 */

import type { Happening } from "../core/events.ts";
import type { Log } from "../core/log.ts";
import type { Millis } from "../core/model/ids.ts";
import type { Node } from "../core/node.ts";
import type { Timer } from "../core/tx/timers.ts";

/** Longest sleep: for a clock that was set, and for a doorbell that was lost. */
const MAX_SLEEP: Millis = 60_000;

export interface Timers {
  /** What happened: a timer that was set is waited for. */
  heard(happenings: readonly Happening[]): void;
  /** Carry out what is due, and wait for the rest. */
  start(): void;
  /** Resolves when nothing is under way, and nothing will be. */
  stop(): Promise<void>;
}

interface Deps {
  readonly node: Node;
  /** Calls back after that time; gives what prevents it. */
  readonly after: (millis: Millis, callback: () => void) => () => void;
  readonly now: () => Millis;
  readonly log: Log;
}

export function createTimers({ node, after, now, log }: Deps): Timers {
  let wakeAt = Number.POSITIVE_INFINITY;
  let cancel: () => void = () => undefined;
  let looking: Promise<void> | null = null;
  /** The earliest time that was set while the rows were looked at. */
  let news = Number.POSITIVE_INFINITY;
  let stopped = false;

  function sleepUntil(due: Millis): void {
    cancel();
    wakeAt = due;
    if (!stopped) cancel = after(Math.max(0, due - now()), wake);
  }

  function wake(): void {
    wakeAt = Number.POSITIVE_INFINITY;
    looking = look()
      .catch((error: unknown) => log.warn("the timers were not read", { reason: String(error) }))
      .then(() => {
        looking = null;
        sleepUntil(Math.min(news, now() + MAX_SLEEP));
      });
  }

  async function look(): Promise<void> {
    while (!stopped) {
      news = Number.POSITIVE_INFINITY;
      const { due, next } = await node.ask(null, { type: "timers_due", input: {} });
      if (due.length === 0) {
        news = Math.min(news, next ?? Number.POSITIVE_INFINITY);
        return;
      }
      await Promise.all(due.map(run));
    }
  }

  /** A failure is told, and tried again later. */
  async function run(timer: Timer): Promise<void> {
    try {
      await node.ask(null, { type: "timer_run", input: timer });
    } catch (error) {
      log.warn("a timer was not carried out", { kind: timer.kind, reason: String(error) });
      await node.ask(null, { type: "timer_postpone", input: timer });
    }
  }

  return {
    heard(happenings) {
      for (const happening of happenings) {
        if (happening.type !== "timer_set") continue;
        news = Math.min(news, happening.due);
        if (looking === null && happening.due < wakeAt) sleepUntil(happening.due);
      }
    },
    start: wake,
    async stop() {
      stopped = true;
      cancel();
      await looking;
    },
  };
}
