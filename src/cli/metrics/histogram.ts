/** How values are spread: a count for each range, as Prometheus wants them. */

export class Histogram {
  /** Upper ends of the ranges, growing; above the last is one more range. */
  readonly bounds: readonly number[];
  readonly counts: number[];
  sum = 0;

  constructor(bounds: readonly number[]) {
    this.bounds = bounds;
    this.counts = Array<number>(bounds.length + 1).fill(0);
  }

  observe(value: number): void {
    let range = 0;
    while (range < this.bounds.length && value > (this.bounds[range] ?? 0)) range++;
    this.counts[range] = (this.counts[range] ?? 0) + 1;
    this.sum += value;
  }
}
