/** How long to wait before connecting again. */

const FIRST = 500;
const LONGEST = 30_000;

/**
 * Milliseconds before the given attempt (1, 2, 3 …): twice as long each time up to 30 s, and spread by
 * `random` (0 to 1) over the second half, so that not everybody comes back at once.
 */
export function delay(attempt: number, random: number): number {
  const full = Math.min(LONGEST, FIRST * 2 ** Math.min(attempt - 1, 10));
  return full / 2 + (full / 2) * random;
}
