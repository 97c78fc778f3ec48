/** The order of answers: each leaves when those whose places were taken before have left. */

import type { Frame } from "../core/dialect.ts";

export class Answers {
  readonly #to: { send(frame: Frame): void };
  /** The oldest open place. */
  #first = 0;
  #next = 0;
  /** Answers that came before their turn. Most connections never need it. */
  #early: Map<number, Frame | null> | null = null;

  /** They leave to there. */
  constructor(to: { send(frame: Frame): void }) {
    this.#to = to;
  }

  /** Places that have been taken and not been left. */
  get open(): number {
    return this.#next - this.#first;
  }

  /** Take the next place. */
  take(): number {
    return this.#next++;
  }

  /** Fill a place; null leaves nothing. A place that is filled already stays as it is. */
  fill(place: number, frame: Frame | null): void {
    if (place < this.#first || this.#early?.has(place)) return;
    if (place > this.#first) {
      this.#early ??= new Map();
      this.#early.set(place, frame);
      return;
    }
    this.#advance(frame);
    while (this.#early !== null && this.#early.size > 0) {
      const following = this.#early.get(this.#first);
      if (following === undefined) return;
      this.#early.delete(this.#first);
      this.#advance(following);
    }
  }

  #advance(frame: Frame | null): void {
    this.#first++;
    if (frame !== null) this.#to.send(frame);
  }
}
