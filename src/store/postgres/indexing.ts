/**
 * Brings the index for searching on when nothing else is to be written. A search goes through what is newer than the
 * index, so there is never more of that than can be gone through: what comes when there is, is indexed with it.
 */

import { INDEX_STEP } from "./search.ts";

/** How long nothing was written before the index is brought on, in milliseconds. */
const QUIET_MILLIS = 50;

/** Commands that may have stored a message each, before the index is brought on among them. */
const MOST_UNINDEXED = 50_000;

export interface Indexing {
  /** So many commands were stored that may have said something. */
  noteStored(commands: number): void;
  stop(): void;
}

/**
 * `step` indexes some messages: "behind" when there are more, "failed" when it could not be done; `isBusy` while
 * something is being written.
 */
export function indexBehind(
  step: () => Promise<"behind" | "done" | "failed">,
  isBusy: () => boolean,
): Indexing {
  /** At most; what was stored before this process is not known. */
  let unindexed = 1;
  /** Changes whenever something is stored. */
  let stored = 0;
  let stepping = false;
  let stopped = false;
  let timer: Timer | null = null;

  const wait = (): void => {
    if (stopped || timer !== null) return;
    const before = stored;
    timer = setTimeout(() => {
      timer = null;
      if (stored === before && !isBusy()) void index();
      else wait();
    }, QUIET_MILLIS);
  };

  const index = async (): Promise<void> => {
    if (stepping) return;
    stepping = true;
    for (let more = true; more && !stopped; ) {
      const had = unindexed;
      const end = await step();
      if (end === "failed") break;
      unindexed = end === "behind" ? Math.max(unindexed - INDEX_STEP, 1) : unindexed - had;
      more = end === "behind" && (!isBusy() || unindexed > MOST_UNINDEXED);
    }
    stepping = false;
    if (unindexed > 0) wait();
  };

  wait();
  return {
    noteStored(commands) {
      if (commands === 0) return;
      unindexed += commands;
      stored += 1;
      if (unindexed > MOST_UNINDEXED) void index();
      else wait();
    },
    stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
}
