/** What handlers need to remove what is old, or what a banned user wrote. */

import type { Id, Millis, StreamId } from "../model/ids.ts";
import type { UserRef } from "../model/users.ts";
import type { Awaitable } from "./awaitable.ts";

/** A room whose old messages are removed. */
export interface RetainedRoom {
  readonly room: Id;
  readonly stream: StreamId;
  readonly retention: Millis;
}

/** What stands in a conversation: a message, a tombstone, or the entry of an edit or a deletion. */
export interface OldRow {
  readonly id: Id;
  readonly author: UserRef;
  readonly created: Millis;
  readonly length: number;
  readonly pinned: boolean;
  /** A message, and not deleted. */
  readonly shown: boolean;
}

/** What is still to be deleted of a user: messages with ids above `after`, up to `upTo`. */
export interface Purge {
  readonly by: Id;
  readonly after: Id;
  readonly upTo: Id;
}

export interface RetentionTx {
  /** Those of the space that have a retention, of their own, of their thread's room or of the space. */
  retainedRooms(space: Id): Awaitable<RetainedRoom[]>;
  /** The first rows of a conversation. */
  oldestRows(room: Id, limit: number): Awaitable<OldRow[]>;
  /** Takes the row away, and all that stands beside it. */
  dropMessage(message: Id): Awaitable<void>;
  /** Messages said before, pins left out: of a room and its threads, or of a space; counted up to `most`. */
  countOlder(where: { room: Id } | { space: Id }, before: Millis, most: number): Awaitable<number>;
  setPurge(space: Id, user: Id, purge: Purge): Awaitable<void>;
  purgeOf(space: Id, user: Id): Awaitable<Purge | null>;
  deletePurge(space: Id, user: Id): Awaitable<void>;
  /** Looks at `limit` messages of the whole store: the user's in the space, and where to go on; null = at the end. */
  writtenBy(space: Id, user: Id, purge: Purge, limit: number): Awaitable<{ messages: Id[]; next: Id | null }>;
}
