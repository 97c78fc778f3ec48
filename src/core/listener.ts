/** One session, as the hub sees it. */

import type { Conn, Encoder, Frame } from "./dialect.ts";
import type { Event } from "./events.ts";
import type { Id } from "./model/ids.ts";

export interface Listener {
  readonly conn: Conn;
  readonly encoder: Encoder;
  readonly variant: string;
  /** Where the dialect tells a session its own events in words of their own. */
  readonly own?: Own;
  /** Where a session has more to do about an event than to be told of it. */
  readonly hears?: Hears;
  /** Where what is told differs from session to session: it takes the events themselves, and no frames are made for it. */
  readonly takes?: (event: Event) => void;
}

/** The events that a session hears of itself, besides their frames. */
export interface Hears {
  readonly types: ReadonlySet<Event["type"]>;
  /** Called after the frame was sent. */
  hear(event: Event): void;
}

/** How a session hears of what its own commands made. */
export interface Own {
  readonly session: Id;
  /** The session's copy of an event, in the event's place; `told` is what the others get. */
  frame(event: Event, told: Frame | null): Frame | null;
}
