/** Frames that wait for their turn, oldest first, and the bytes that they cost. */

import type { Frame } from "../core/dialect.ts";

/** Bytes that a waiting frame costs besides its own, so that empty ones are bounded too. */
const COST_OF_A_PLACE = 64;

export class Inbox {
  #frames: Frame[] = [];
  #head = 0;
  #cost = 0;

  get empty(): boolean {
    return this.#head === this.#frames.length;
  }

  /** Bytes, with 64 for each frame besides its own; a text counts its UTF-16 units. */
  get cost(): number {
    return this.#cost;
  }

  put(frame: Frame): void {
    this.#frames.push(frame);
    this.#cost += frame.length + COST_OF_A_PLACE;
  }

  /** Take the oldest; undefined when there is none. */
  take(): Frame | undefined {
    const frame = this.#frames[this.#head];
    if (frame === undefined) return undefined;
    this.#frames[this.#head++] = ""; // Lets go of the frame; `shift` would move all the others.
    this.#cost -= frame.length + COST_OF_A_PLACE;
    if (this.empty) this.clear();
    return frame;
  }

  clear(): void {
    this.#frames = [];
    this.#head = 0;
    this.#cost = 0;
  }
}
