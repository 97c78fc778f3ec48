/** How fast a backend is taken in: one that floods waits, and nobody waits for it. */

/** Updates in a second, over time, and at once. */
const RATE = 200;
const BURST = 1_000;

/** Resolves when the next update may be taken in. */
export function pacer(
  after: (millis: number, callback: () => void) => () => void,
  clock: () => number,
): () => Promise<void> {
  let left = BURST;
  let last = clock();
  return async () => {
    const now = clock();
    left = Math.min(BURST, left + ((now - last) * RATE) / 1_000);
    last = now;
    left -= 1;
    if (left < 0) await new Promise<void>((resolve) => after(Math.ceil((-left * 1_000) / RATE), resolve));
  };
}
