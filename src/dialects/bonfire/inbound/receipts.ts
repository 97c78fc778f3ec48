/** How far one has got. */

import { toOwnReceipt } from "../nouns/rooms.ts";
import { entry } from "./entry.ts";

export const receipts = {
  receipt_mark: entry(
    "receipt_mark",
    ({ room_id, message_id, kind }) =>
      // A kind of no meaning is left to the core, which refuses it.
      ({ room: room_id, message: message_id, kind: kind as "delivered" | "read" }),
    (receipt) => ({ receipt: toOwnReceipt(receipt) }),
  ),
} as const;
