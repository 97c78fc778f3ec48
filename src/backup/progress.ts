/** Telling how far long work is: at most once a second, and nothing of what is done within a second. */

/** `done` of `total`, in whatever the stage counts. */
export type Progress = (stage: string, done: number, total: number) => void;

const EVERY_MILLIS = 1_000;

/** Tells through `write`, a line each time; `now` in milliseconds. */
export function createProgress(
  write: (told: { stage: string; percent: number }) => void,
  now: () => number,
): Progress {
  let last = now();
  return (stage, done, total) => {
    if (now() - last < EVERY_MILLIS) return;
    last = now();
    write({ stage, percent: total === 0 ? 100 : Math.min(100, Math.floor((done / total) * 100)) });
  };
}
