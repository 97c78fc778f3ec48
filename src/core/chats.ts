/** Rooms as a list of conversations: each with its newest message, one's own standing in it and that of the others. */

import { Type } from "typebox";
import { requireCaller, requireRoom } from "./authorize.ts";
import { command, fields, IdSchema } from "./command.ts";
import { viewOf } from "./dialogs.ts";
import { notFound } from "./faults.ts";
import type { Id } from "./model/ids.ts";
import type { Entry, Message } from "./model/messages.ts";
import type { OwnReceipt, Receipt } from "./model/receipts.ts";
import type { RoomView } from "./model/rooms.ts";
import { MAX_OTHERS_RECEIPTS } from "./receipts.ts";
import { lookAround } from "./sight.ts";
import type { FirstUnread } from "./tx/reach.ts";
import type { Tx } from "./tx/tx.ts";

/** Most messages and entries that one page of a conversation has. */
export const MAX_CONVERSATION = 500;

/** Most entries of one message that are told. */
const MAX_ENTRIES = 100;

export interface Chat {
  readonly room: RoomView;
  /** The newest message that is shown. */
  readonly last: Message | null;
  readonly own: OwnReceipt;
  readonly first: FirstUnread | null;
  /** Of dialogs and groups: those of the others who got anywhere. */
  readonly others: readonly Receipt[];
}

/** One's dialogs, groups and notes, and the text rooms of a space, in any order. Faults: `not_found`. */
export const chatsGet = command("read", fields({ space: IdSchema }), async (tx, actor, { space }) => {
  const { rooms, direct } = await lookAround(tx, actor, space);
  const listed = [...direct, ...rooms.filter(({ kind }) => kind === "text")];
  return { reply: await chatsOf(tx, actor.user, listed), events: [] };
});

/** One of them. Faults: `not_found`. */
export const chatGet = command("read", fields({ room: IdSchema }), async (tx, actor, { room }) => {
  requireRoom(await tx.loadRoom(actor, room), "view", tx.now);
  const [chat] = await chatsOf(tx, actor.user, [await viewOf(tx, room)]);
  if (chat === undefined) throw notFound();
  return { reply: chat, events: [] };
});

async function chatsOf(tx: Tx, user: Id, rooms: readonly RoomView[]): Promise<Chat[]> {
  const ids = rooms.map(({ id }) => id);
  const direct = rooms.filter(({ space }) => space === null).map(({ id }) => id);
  const last = new Map(
    (await tx.messagesByIds(rooms.flatMap((room) => (room.last.id === 0 ? [] : [room.last.id])))).map(
      (message) => [message.room, message],
    ),
  );
  const own = new Map((await tx.ownReceipts(user, ids)).map((receipt) => [receipt.room, receipt]));
  const unread = ids.filter((id) => (own.get(id)?.unread ?? 0) > 0);
  const first = new Map((await tx.firstUnread(user, unread)).map((message) => [message.room, message]));
  const others = Map.groupBy(await tx.othersReceipts(user, direct, MAX_OTHERS_RECEIPTS), ({ room }) => room);
  return rooms.flatMap((room) => {
    const receipt = own.get(room.id);
    if (receipt === undefined) return [];
    return [
      {
        room,
        last: last.get(room.id) ?? null,
        own: receipt,
        first: first.get(room.id) ?? null,
        others: others.get(room.id) ?? [],
      },
    ];
  });
}

/**
 * The dialog with a user, or one's notes; `room` is null while there is none. Or the room with an id.
 *
 * Faults: `not_found` (nobody whom the caller may know of; no room in sight).
 */
export const chatFind = command(
  "read",
  fields({ of: Type.Union([Type.Literal("user"), Type.Literal("room")]), id: IdSchema }),
  async (tx, actor, { of, id }): Promise<{ reply: { room: RoomView | null }; events: [] }> => {
    if (of === "room") {
      requireRoom(await tx.loadRoom(actor, id), "view", tx.now);
      return { reply: { room: await viewOf(tx, id) }, events: [] };
    }
    const { caller, known } = await tx.loadAcquaintances(actor, [id]);
    const { id: self } = requireCaller(caller);
    if (!known.some((user) => user.id === id)) throw notFound();
    const room = await tx.dialogOf(self, id);
    return { reply: { room: room === null ? null : await viewOf(tx, room) }, events: [] };
  },
);

/** What stands in a conversation, by numbers. */
export interface Page {
  readonly items: readonly (Message | Entry)[];
  /** Of a dialog or group: everybody's who got anywhere, one's own among them. */
  readonly receipts: readonly Receipt[];
}

/** Messages, tombstones and entries between two numbers, in order. Faults: `not_found`, `invalid`. */
export const conversationGet = command(
  "read",
  fields({
    room: IdSchema,
    from: Type.Integer({ minimum: 0 }),
    to: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
    /** Which end is given where there is more than the limit. */
    keep: Type.Union([Type.Literal("first"), Type.Literal("last")]),
    limit: Type.Integer({ minimum: 1, maximum: MAX_CONVERSATION }),
  }),
  async (tx, actor, { room, from, to, keep, limit }) => {
    const { place } = requireRoom(await tx.loadRoom(actor, room), "view", tx.now);
    const reply: Page = {
      items: await tx.conversation(room, { from, to, keep }, limit),
      receipts:
        place.room.space === null
          ? [
              await tx.receiptOf(room, actor.user),
              ...(await tx.othersReceipts(actor.user, [room], MAX_OTHERS_RECEIPTS)),
            ]
          : [],
    };
    return { reply, events: [] };
  },
);

/** What edits and the deletion of a message left in the conversation, newest first. Faults: `not_found`. */
export const entriesGet = command(
  "read",
  fields({ room: IdSchema, message: IdSchema }),
  async (tx, actor, { room, message }) => {
    requireRoom(await tx.loadRoom(actor, room), "view", tx.now);
    const entries = await tx.entriesOf(message, MAX_ENTRIES);
    return { reply: entries.filter((entry) => entry.room === room), events: [] };
  },
);
