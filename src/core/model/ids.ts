/** What everything is named and dated by. */

/** An integer below 2^53 that grows with time; see `core/ids.ts`. Users, rooms, messages … share the one space. */
export type Id = number;

/** Milliseconds since the Unix epoch. */
export type Millis = number;

/** The log an event stands in: the id of a room, a space or a user. */
export type StreamId = Id;
