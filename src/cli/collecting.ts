/**
 * Collecting what the arrival and the leaving of many left behind.
 *
 * The runtime's collector works when something is allocated; a server to which nobody says anything allocates nothing,
 * and keeps what 5,000 who signed in threw away: 20 MB and more. So it is asked to work when it has become quiet, once
 * for each crowd. It works beside the main thread, which waits for it some milliseconds. The store's workers, which
 * answered each beginning, have heaps of their own and are asked likewise.
 */

import type { Traffic } from "../net/traffic.ts";
import type { StoreMeter } from "./metrics/metered-store.ts";
import type { Opened } from "./store.ts";

/** Milliseconds between two looks. */
const LOOK = 1_000;

/** Connections that came or went; fewer are not worth the work. */
const FEW = 50;

/** Commands in a second above which it is not quiet. */
const BUSY = 100;

export interface Collecting {
  /** Connections that were opened or ended so far. */
  readonly moved: () => number;
  /** Commands that were carried out so far. */
  readonly done: () => number;
  /** Ask the collector to work; returns before it has. */
  readonly collect: () => void;
  /** Give back to the system what was freed, and what a running program can do without. */
  readonly shrink: () => void;
}

/** Have the runtime collect so from now on; clear what it gives. */
export function startCollecting(
  traffic: ReadonlyMap<string, Traffic>,
  { seconds }: StoreMeter,
  clean: Opened["clean"],
): Timer {
  const moved = (): number => [...traffic.values()].reduce((sum, one) => sum + 2 * one.opened - one.open, 0);
  const done = (): number =>
    [...seconds.change.counts, ...seconds.read.counts].reduce((sum, count) => sum + count, 0);
  const collect = (): void => {
    Bun.gc(false);
    clean("collect");
  };
  const shrink = (): void => {
    Bun.shrink();
    clean("shrink");
  };
  const look = createCollecting({ moved, done, collect, shrink });
  return setInterval(look, LOOK);
}

/** Looks once; to be called every `LOOK` milliseconds. */
export function createCollecting({ moved, done, collect, shrink }: Collecting): () => void {
  let collected = 0;
  let before = { moved: 0, done: 0 };
  let freed = false;

  return () => {
    const now = { moved: moved(), done: done() };
    const isQuiet = now.moved === before.moved && now.done - before.done < BUSY;
    before = now;
    if (!isQuiet) return;
    if (freed) {
      freed = false;
      shrink();
    }
    if (now.moved - collected < FEW) return;
    collected = now.moved;
    freed = true;
    collect();
  };
}
