/**
 * A message whose storing is put off until another statement runs, or the command ends: mostly the next is the row
 * of the log that tells of it, and then both take their numbers from the room's counter at once.
 */

import type { Id, Millis } from "../../core/model/ids.ts";

/** What the next message of a room gets. */
export interface Place {
  readonly n: number;
  readonly at: Millis;
}

interface Waiting {
  readonly room: Id;
  readonly created: Millis;
  /** Null = it takes a place itself. */
  readonly store: (place: Place | null) => void;
}

export class Held {
  #waiting: Waiting | null = null;

  put(waiting: Waiting): void {
    this.#waiting = waiting;
  }

  /** Takes it away; who takes it stores it, or it is not stored. */
  take(): Waiting | null {
    const waiting = this.#waiting;
    this.#waiting = null;
    return waiting;
  }

  flush(): void {
    if (this.#waiting !== null) this.take()?.store(null);
  }
}
