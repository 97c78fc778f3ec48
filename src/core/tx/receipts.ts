/** What handlers need of receipts. */

import type { Id, Millis } from "../model/ids.ts";
import type { OwnReceipt, Receipt } from "../model/receipts.ts";
import type { Actor } from "../model/users.ts";
import type { Awaitable } from "./awaitable.ts";
import type { RoomFacts } from "./rooms.ts";

export interface MarkFacts extends RoomFacts {
  /** The message to mark, when it stands in the room; a tombstone counts, the entries of edits do not. */
  readonly target: { readonly id: Id; readonly n: number } | null;
  /** The caller's own, as it is now. */
  readonly receipt: Receipt;
}

export interface ReceiptsTx {
  loadMark(actor: Actor, room: Id, message: Id): Awaitable<MarkFacts>;
  setMarks(receipt: Receipt): Awaitable<void>;
  /**
   * Marks a message as delivered to a member of its dialog or group, unless it is their own or something later
   * is delivered. Gives the receipt, or null when nothing changed.
   */
  markDelivered(room: Id, user: Id, message: Id, at: Millis): Awaitable<Receipt | null>;
  /** With nothing marked where there is none. */
  receiptOf(room: Id, user: Id): Awaitable<Receipt>;
  /** One's own in each of the rooms, with what is counted from it. */
  ownReceipts(user: Id, rooms: readonly Id[]): Awaitable<OwnReceipt[]>;
  /** Those of the other members of dialogs and groups, in the order of the rooms. */
  othersReceipts(user: Id, rooms: readonly Id[], limit: number): Awaitable<Receipt[]>;
}
