/** Counts what a connection is forgiven for a while: above the most, it has to end. */

import type { Millis } from "../../core/model/ids.ts";

export interface Tally {
  /** One more; false when there are more than are forgiven within the time. */
  add(): boolean;
}

export function createTally(most: number, within: Millis, now: () => Millis): Tally {
  let times: Millis[] = [];
  return {
    add() {
      const time = now();
      times = [...times.filter((at) => Math.abs(time - at) < within), time];
      return times.length <= most;
    },
  };
}
