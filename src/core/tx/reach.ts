/** What handlers need of marks by number. */

import type { Id } from "../model/ids.ts";
import type { Receipt } from "../model/receipts.ts";
import type { Actor } from "../model/users.ts";
import type { Awaitable } from "./awaitable.ts";
import type { RoomFacts } from "./rooms.ts";

/** A message in a conversation. */
export interface Reached {
  readonly id: Id;
  readonly n: number;
  readonly nonce: string | null;
}

/** The oldest message that a user has not read in a room. */
export interface FirstUnread extends Reached {
  readonly room: Id;
}

export interface ReachFacts extends RoomFacts {
  /** The last number that the conversation has given; 0 for none. */
  readonly last: number;
  /** The newest message of others up to the number, or of all. A tombstone counts. */
  readonly target: Reached | null;
  /** The message with the number is the caller's own. */
  readonly own: boolean;
  readonly receipt: Receipt;
}

export interface ReachTx {
  loadReach(actor: Actor, room: Id, n: number | null): Awaitable<ReachFacts>;
  /** The last number that the conversation has given; 0 for none. */
  lastNumber(room: Id): Awaitable<number>;
  /** In any order; rooms where nothing is unread are left out. */
  firstUnread(user: Id, rooms: readonly Id[]): Awaitable<FirstUnread[]>;
  /** The newest messages in dialogs and groups of a user that others said and that were not delivered to them. */
  undelivered(user: Id, limit: number): Awaitable<{ room: Id; message: Id }[]>;
}
