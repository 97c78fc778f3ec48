/** Telling how far long work is: at most once a second, and nothing of what is done within a second. */

/** `done` of `total`, in whatever the stage counts; a `total` of 0 is not known. */
export type Progress = (stage: string, done: number, total: number) => void;

/** How far, in hundredths where it is known of how much. */
export type Told = { readonly stage: string } & ({ readonly percent: number } | { readonly done: number });

const EVERY_MILLIS = 1_000;

/** Tells through `write`, a line each time; `now` in milliseconds. */
export function createProgress(write: (told: Told) => void, now: () => number): Progress {
  let last = now();
  return (stage, done, total) => {
    if (now() - last < EVERY_MILLIS) return;
    last = now();
    write(
      total === 0 ? { stage, done } : { stage, percent: Math.min(100, Math.floor((done / total) * 100)) },
    );
  };
}
