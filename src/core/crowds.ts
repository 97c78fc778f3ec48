/**
 * Events for a crowd leave together: to write to a socket costs ten times what a frame more in the same write does, so
 * what is told to many waits for what is being stored just then, if anything is. Alone it waits for nothing.
 */

import type { Event } from "./events.ts";
import type { Gate } from "./gate.ts";
import type { Millis, StreamId } from "./model/ids.ts";

/** Listeners from whom on waiting is worth it: writing to them takes half a millisecond. */
const CROWD = 64;

/** How long an event waits at most, in milliseconds. */
const PATIENCE = 20;

interface Deps {
  readonly gate: Gate;
  /** How many listen to a stream. */
  readonly audience: (stream: StreamId) => number;
  /** Resolves when what is being stored has been answered; null when nothing is. */
  readonly underway: () => Promise<void> | null;
  readonly after: (millis: Millis, callback: () => void) => void;
}

/** Called before an event is passed through the gate; closes it, for this event and what comes meanwhile. */
export function waitForMore({ gate, audience, underway, after }: Deps): (event: Event) => void {
  let waiting = false;
  return (event) => {
    if (waiting || audience(event.stream) < CROWD) return;
    const more = underway();
    if (more === null) return;
    waiting = true;
    const enough = new Promise<void>((resolve) => after(PATIENCE, resolve));
    // What it waited for is told with it; the next waits for what comes after that.
    gate.hold(
      Promise.race([more, enough]).then(() => {
        waiting = false;
      }),
    );
  };
}
