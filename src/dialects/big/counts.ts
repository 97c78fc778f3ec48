/**
 * What a connection knows of its chats, so that an event needs no question to the store: what each is called, and how
 * much is unread in it (`docs/protocols/big.md` sections 0 and 9.3).
 */

import type { Chat } from "../../core/chats.ts";
import type { Id } from "../../core/model/ids.ts";
import type { Message } from "../../core/model/messages.ts";
import type { OwnReceipt } from "../../core/model/receipts.ts";
import type { RoomView } from "../../core/model/rooms.ts";
import type { FirstUnread } from "../../core/tx/reach.ts";
import { chatIdOf, peerOf } from "./chats.ts";
import { clientIdOf } from "./ids.ts";

export interface Count {
  room: RoomView;
  readonly chatId: string;
  /** The other one of a dialog. */
  readonly peer: Id | null;
  missed: number;
  first: Pick<FirstUnread, "id" | "nonce"> | null;
  /** The number up to which messages are in the count. */
  upTo: number;
  /** Whether somebody said something, so that the list has a row for it. */
  listed: boolean;
}

/** What is unread in a room, up to its last number. */
export interface Standing {
  readonly receipt: Pick<OwnReceipt, "unread">;
  readonly first: FirstUnread | null;
  readonly last: number;
}

export interface Counts {
  readonly of: ReadonlyMap<Id, Count>;
  /** Those of one's dialogs, with whom presence is shared. */
  isPeer(user: Id): boolean;
  /** `heard`: of a chat that one hears of by an event, the client knows no row yet. */
  set(chat: Chat, heard?: boolean): Count;
  drop(room: Id): void;
  /** A message of somebody else came. */
  came(count: Count, message: Message): void;
  /** All up to a number is read. */
  readUpTo(count: Count, n: number): void;
  /** What is unread was counted anew. */
  counted(room: Id, standing: Standing): void;
}

export function createCounts(viewer: Id): Counts {
  const of = new Map<Id, Count>();
  const peers = new Map<Id, Id>();
  return {
    of,
    isPeer: (user) => peers.has(user),
    set({ room, last, own, first }, heard = false) {
      const peer = peerOf(room, viewer);
      const count: Count = {
        room,
        chatId: chatIdOf(room, viewer),
        peer,
        missed: own.unread,
        first,
        upTo: last?.n ?? 0,
        listed: (last !== null && !heard) || (room.kind !== "dialog" && room.kind !== "notes"),
      };
      of.set(room.id, count);
      if (peer !== null && peer !== viewer) peers.set(peer, room.id);
      return count;
    },
    drop(room) {
      const peer = of.get(room)?.peer;
      if (peer !== undefined && peer !== null) peers.delete(peer);
      of.delete(room);
    },
    came(count, { id, n, nonce }) {
      // What was counted anew meanwhile has it.
      if (n <= count.upTo) return;
      count.upTo = n;
      count.missed += 1;
      count.first ??= { id, nonce };
    },
    readUpTo(count, n) {
      if (n <= count.upTo) return;
      count.upTo = n;
      count.missed = 0;
      count.first = null;
    },
    counted(room, { receipt, first, last }) {
      const count = of.get(room);
      if (count === undefined) return;
      count.missed = receipt.unread;
      count.first = first;
      count.upTo = Math.max(count.upTo, last);
    },
  };
}

/** The fields of an event that say what is unread. */
export function missedFields({ missed, first }: Count): { missed: number; firstMissed?: string } {
  return { missed, ...(missed === 0 || first === null ? {} : { firstMissed: clientIdOf(first) }) };
}
