/**
 * Ids: 39 bits of 4-ms ticks since 2026-01-01, 7 bits of node, 7 bits of counter.
 *
 * They stay below 2^53, so that one value is exact as a JSON number, as fixed64 and as an SQL integer.
 * They grow whatever the clock does: when the 128 ids of a tick are used up, or the clock jumps back, the
 * tick runs ahead of the clock.
 */

import type { Id, Millis } from "./model/ids.ts";

/** 2026-01-01T00:00:00Z. */
export const ID_EPOCH: Millis = 1_767_225_600_000;
export const TICK_MILLIS = 4;
export const MAX_NODE = 127;

const COUNTER = 128;
const NODE_AND_COUNTER = 128 * COUNTER;

/** Makes the ids of one node, all above `largest` (the largest id that is stored). */
export function idSource(node: number, now: () => Millis, largest: Id): () => Id {
  let tick = Math.floor(largest / NODE_AND_COUNTER);
  let counter = COUNTER; // The tick of `largest` may be used up; begin with the next.
  return () => {
    const clock = Math.floor((now() - ID_EPOCH) / TICK_MILLIS);
    if (clock > tick) {
      tick = clock;
      counter = 0;
    } else if (counter === COUNTER) {
      tick += 1;
      counter = 0;
    }
    return (tick * 128 + node) * COUNTER + counter++;
  };
}

/** When the id was taken, to 4 ms. */
export function idTime(id: Id): Millis {
  return Math.floor(id / NODE_AND_COUNTER) * TICK_MILLIS + ID_EPOCH;
}
