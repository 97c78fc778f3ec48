/** Erasing what deleted rooms held: in steps that others get in between, and on where a crash ended it. */

import { fields, serverCommand } from "./command.ts";
import type { Happening } from "./events.ts";
import type { Log } from "./log.ts";
import type { Millis } from "./model/ids.ts";
import type { Node } from "./node.ts";

/** Most messages, or rows of a log, that one step erases. */
export const MAX_SWEPT = 200;
/** Most characters of text that one step erases, a single longer message apart: a thousand may take 60 ms. */
export const MAX_SWEPT_LENGTH = 2 * 1024;

/** Erase some of what a deleted room held. */
export const roomsSweep = serverCommand("change", fields({}), async (tx) => ({
  reply: { more: await tx.sweepDeletedRoom(MAX_SWEPT, MAX_SWEPT_LENGTH) },
  events: [],
}));

export interface Sweeping {
  /** What happened: a room's deletion is followed up. */
  heard(happenings: readonly Happening[]): void;
  /** Erase what is left, one step after the other. Resolves when that is done. */
  sweep(): Promise<void>;
  /** Resolves when no step is under way, and none will be. */
  stop(): Promise<void>;
}

interface Deps {
  readonly node: Node;
  /** When rooms were swept: their files have no owner any more. */
  readonly swept: () => Promise<void>;
  readonly after: (millis: Millis, callback: () => void) => void;
  readonly now: () => Millis;
  readonly log: Log;
}

export function createSweeping({ node, swept, after, now, log }: Deps): Sweeping {
  let sweeping: Promise<void> | null = null;
  /** A room was deleted while the last step may already have looked. */
  let again = false;
  let stopped = false;

  /** A pause after each step, as long as the step: the writer has half of its time for others. */
  async function steps(): Promise<void> {
    for (let some = false; !stopped; ) {
      again = false;
      const began = now();
      const { more } = await node.ask(null, { type: "rooms_sweep", input: {} });
      some ||= more;
      if (!more && some) await swept();
      if (!more && !again) return;
      await new Promise<void>((resolve) => after(now() - began, resolve));
    }
  }

  /** A failure is told, and tried again with the next. */
  function sweep(): Promise<void> {
    again = true;
    sweeping ??= steps()
      .catch((error: unknown) => log.warn("a deleted room could not be erased", { reason: String(error) }))
      .finally(() => {
        sweeping = null;
      });
    return sweeping;
  }

  return {
    heard(happenings) {
      if (happenings.some(({ type }) => type === "room_delete" || type === "thread_delete")) void sweep();
    },
    sweep,
    async stop() {
      stopped = true;
      await sweeping;
    },
  };
}
