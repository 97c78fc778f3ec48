/** What handlers need of threads. */

import type { Id, Millis } from "../model/ids.ts";
import type { RoomView } from "../model/rooms.ts";
import type { Member } from "../model/spaces.ts";
import type { Awaitable } from "./awaitable.ts";

export interface ThreadsCut {
  readonly parent: Id;
  readonly archived: boolean;
  /** Null = with any tags or none. */
  readonly tag: string | null;
  /** A thread of the list, from which it goes on. */
  readonly before: Id | null;
  readonly limit: number;
}

export interface ThreadsTx {
  /** The thread that somebody opened there with this key. */
  threadByNonce(creator: Id, parent: Id, nonce: string): Awaitable<RoomView | null>;
  setThreadNonce(thread: Id, nonce: string): Awaitable<void>;
  /** Those that are not archived; counted up to `most` and no further. */
  countThreads(parent: Id, most: number): Awaitable<number>;
  /** The liveliest first. Null when the thread to go on from is none of the parent's. */
  threadsOf(cut: ThreadsCut): Awaitable<RoomView[] | null>;
  /** Those of the parents that somebody follows and that are not archived, the liveliest first. */
  threadsFollowed(user: Id, parents: readonly Id[], limit: number): Awaitable<RoomView[]>;
  /** The threads among these that somebody follows. */
  followedAmong(user: Id, threads: readonly Id[]): Awaitable<Id[]>;
  /** False when they followed it already. What was said before counts as known to them. */
  addFollower(thread: Id, user: Id, at: Millis): Awaitable<boolean>;
  /** False when they did not follow it. */
  removeFollower(thread: Id, user: Id): Awaitable<boolean>;
  /** In the order of their ids. */
  followersOf(space: Id, thread: Id, after: Id, limit: number): Awaitable<Member[]>;
  /** A message was said in a thread. */
  noteInThread(thread: Id, at: Millis): Awaitable<void>;
  /** Sets the timers of all threads of a room that are not archived; 0 takes them away. */
  setThreadTimers(parent: Id, after: Millis): Awaitable<void>;
}
