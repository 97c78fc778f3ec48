/** What came over a socket, in order, and the wait for what is to come. */

import { Refused } from "./front.ts";

/** Milliseconds after which waiting fails: long, for machines are slow and shared. */
const PATIENCE = 60_000;

export interface Inbox<F> {
  readonly frames: readonly F[];
  take(frame: F): void;
  /** The first frame after a mark that fits, come or to come. */
  find(fits: (frame: F) => boolean, mark?: number): Promise<F>;
  /** Nothing comes any more. */
  end(reason: string): void;
}

/** A box whose waits name what they waited for. */
export function inbox<F>(name: string): Inbox<F> {
  const frames: F[] = [];
  const waits = new Set<() => void>();
  let ended = "";
  const look = (): void => {
    for (const wait of [...waits]) wait();
  };
  return {
    frames,
    take(frame) {
      frames.push(frame);
      look();
    },
    find: (fits, mark = 0) =>
      new Promise<F>((resolve, reject) => {
        let looked = mark;
        const fail = (why: string): void => {
          done();
          const latest = frames.slice(-5).map((frame) => JSON.stringify(frame).slice(0, 300));
          const told = `${name} ${why} for ${fits}; the latest:\n${latest.join("\n")}`;
          // A close is an answer too.
          reject(ended === "" ? new Error(told) : new Refused(told));
        };
        const timer = setTimeout(() => fail("waited"), PATIENCE);
        const done = (): void => {
          clearTimeout(timer);
          waits.delete(wait);
        };
        const wait = (): void => {
          for (; looked < frames.length; looked++) {
            const frame = frames[looked];
            if (frame === undefined || !fits(frame)) continue;
            done();
            resolve(frame);
            return;
          }
          if (ended !== "") fail(`is closed (${ended}) and waits`);
        };
        waits.add(wait);
        wait();
      }),
    end(reason) {
      ended = reason;
      look();
    },
  };
}
