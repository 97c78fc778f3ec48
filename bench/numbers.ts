/** The few statistics that the bench uses. */

/** The middle value, or the mean of the two middle ones; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** How long things took, in buckets of 0.05 ms up to 20 s: adding one costs an increment. */
export class Histogram {
  static readonly #BUCKET = 0.05;
  readonly #counts = new Uint32Array(400_000);
  #count = 0;

  /** Count a duration in milliseconds. */
  add(millis: number): void {
    const bucket = Math.min(this.#counts.length - 1, Math.max(0, Math.floor(millis / Histogram.#BUCKET)));
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
    this.#count += 1;
  }

  /** The duration in milliseconds that this share (0 to 1) of all did not exceed; NaN of none. */
  quantile(share: number): number {
    let left = Math.max(1, Math.ceil(this.#count * share));
    if (this.#count === 0) return Number.NaN;
    for (const [bucket, count] of this.#counts.entries()) {
      left -= count;
      if (left <= 0) return (bucket + 1) * Histogram.#BUCKET;
    }
    return Number.NaN;
  }
}
