/** The frames of events, each encoded once for all who listen in a lane. */

import type { Encoder, Frame } from "./dialect.ts";
import type { Event } from "./events.ts";
import { laneKey } from "./lane.ts";

export class Frames {
  readonly #made = new WeakMap<Event, Map<string, Frame | null>>();
  readonly #report: (bug: unknown) => void;

  /** `report` hears of bugs in encoders. */
  constructor(report: (bug: unknown) => void) {
    this.#report = report;
  }

  /** Null where the wire has no word for it; a kept event that cannot be told still holds its position. */
  of(event: Event, encoder: Encoder, variant: string): Frame | null {
    const key = laneKey({ encoder, variant });
    let frames = this.#made.get(event);
    if (frames === undefined) {
      frames = new Map();
      this.#made.set(event, frames);
    }
    let frame = frames.get(key);
    if (frame === undefined) {
      frame = this.#encode(event, encoder, variant);
      frames.set(key, frame);
    }
    return frame;
  }

  #encode(event: Event, encoder: Encoder, variant: string): Frame | null {
    try {
      return encoder.encode(event, variant);
    } catch (bug) {
      this.#report(bug); // One dialect's bug must not silence the others, nor tear a hole into its own positions.
      const { stream, seq, at, origin } = event;
      return seq === 0 ? null : encoder.encode({ type: "blank", stream, seq, at, origin }, variant);
    }
  }
}
