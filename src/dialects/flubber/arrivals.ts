/**
 * What is said in a room between its being made or joined there and its having a place here
 * (docs/protocols/flubber.md, 6): it waits for that.
 */

import type { Log } from "../../core/log.ts";
import type { Message } from "./wire.ts";

/** Most messages that wait, and most characters of their files; what is more finds no room. */
const MAX_HELD = 500;
const MAX_WEIGHT = 32 * 2 ** 20;

interface Around {
  /** Whether a room there has its place here. */
  readonly isLinked: (remoteId: string) => boolean;
  /** Takes in what waited, as if it came now. */
  readonly take: (said: Message) => Promise<void>;
  readonly log: Log;
}

export interface Arrivals {
  /** Until the work is done, which gives rooms their places, what is said in rooms without one waits. */
  during<T>(work: () => Promise<T>): Promise<T>;
  /** Whether a message waits now. */
  hold(said: Message): boolean;
  /** A message is gone there. */
  forget(id: string): void;
}

export function createArrivals({ isLinked, take, log }: Around): Arrivals {
  let underWay = 0;
  let held: readonly Message[] = [];
  let isReleasing = false;

  /** In order; what comes for the same rooms meanwhile waits behind it. */
  async function release(): Promise<void> {
    isReleasing = true;
    for (let [said] = held; said !== undefined && underWay === 0; [said] = held) {
      const one = said;
      await take(one).catch((error: unknown) =>
        log.warn("what the backend told was not taken", { reason: String(error) }),
      );
      held = held.filter((other) => other !== one);
    }
    isReleasing = false;
  }

  function isFull(): boolean {
    const weight = held.reduce((sum, { attachments }) => sum + weightOf(attachments), 0);
    return held.length >= MAX_HELD || weight >= MAX_WEIGHT;
  }

  return {
    async during(work) {
      underWay += 1;
      try {
        return await work();
      } finally {
        underWay -= 1;
        if (underWay === 0 && !isReleasing) void release();
      }
    },
    hold(said) {
      const waits = held.some(({ recipient }) => recipient === said.recipient);
      if (!waits && (underWay === 0 || isLinked(said.recipient))) return false;
      if (isFull()) {
        log.warn("too much is said in rooms that are being joined", { room: said.recipient });
        return false;
      }
      held = [...held, said];
      return true;
    },
    forget(id) {
      held = held.filter((said) => said.id !== id);
    },
  };
}

function weightOf(attachments: Message["attachments"]): number {
  return attachments.reduce((sum, { data }) => sum + data.length, 0);
}
