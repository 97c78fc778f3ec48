/**
 * Marks by the numbers of a conversation, for wires that count messages: up to a number, or up to the newest
 * message of others. Marking what is one's own does nothing.
 */

import { Type } from "typebox";
import { requireCaller, requireRoom } from "./authorize.ts";
import { command, fields, IdSchema } from "./command.ts";
import type { Event } from "./events.ts";
import { Fault } from "./faults.ts";
import type { Id } from "./model/ids.ts";
import type { OwnReceipt } from "./model/receipts.ts";
import type { Actor } from "./model/users.ts";
import { MAX_DELIVERIES, markUpTo, storeDelivered } from "./receipts.ts";
import type { FirstUnread, Reached } from "./tx/reach.ts";
import type { Place } from "./tx/rooms.ts";
import type { Tx } from "./tx/tx.ts";

/** What a mark came to. */
export interface Reach {
  /** The newest message of others up to the number; null where there is none. */
  readonly target: Reached | null;
  /** The last number that the conversation has given; 0 for none. */
  readonly last: number;
  readonly receipt: OwnReceipt;
  readonly first: FirstUnread | null;
}

/**
 * Mark a room as delivered or read up to a number; null = up to the newest message of others.
 *
 * Faults: `not_found` (the room), `invalid` (a number that no message has yet).
 */
export const receiptReach = command(
  "change",
  fields({
    room: IdSchema,
    n: Type.Union([Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }), Type.Null()]),
    kind: Type.Union([Type.Literal("delivered"), Type.Literal("read")]),
  }),
  async (tx, actor, { room, n, kind }) => {
    const facts = await tx.loadReach(actor, room, n);
    const { place } = requireRoom(facts, "view", tx.now);
    const { last, target, own } = facts;
    if (n !== null && n > last && last > 0) throw new Fault("invalid", "No message has this number yet");
    const events =
      target === null || own ? [] : await markUpTo(tx, actor, place, facts.receipt, target, kind);
    const reply: Reach = { target, ...(await standingOf(tx, actor.user, room)) };
    return { reply, events };
  },
);

/** What others said before is read by whoever says something. */
export async function readBefore(tx: Tx, actor: Actor, { room, stream }: Place): Promise<Event[]> {
  const facts = await tx.loadReach(actor, room.id, null);
  if (facts.place === null || facts.target === null) return [];
  return await markUpTo(tx, actor, { ...facts.place, stream }, facts.receipt, facts.target, "read");
}

/** One's own receipt of a room, the oldest message that one has not read, and the last number of the conversation. */
export async function standingOf(
  tx: Tx,
  user: Id,
  room: Id,
): Promise<{ receipt: OwnReceipt; first: FirstUnread | null; last: number }> {
  const [receipt] = await tx.ownReceipts(user, [room]);
  if (receipt === undefined) throw new Error(`The room ${room} is gone in the midst of a command`);
  const [first = null] = receipt.unread === 0 ? [] : await tx.firstUnread(user, [room]);
  return { receipt, first, last: await tx.lastNumber(room) };
}

/** How many messages of others one has not read in a room, and the oldest of them. Faults: `not_found`. */
export const unreadGet = command("read", fields({ room: IdSchema }), async (tx, actor, { room }) => {
  requireRoom(await tx.loadRoom(actor, room), "view", tx.now);
  return { reply: await standingOf(tx, actor.user, room), events: [] };
});

/** Mark all that was said in one's dialogs and groups as delivered. */
export const receiptsCollect = command("change", fields({}), async (tx, actor) => {
  const { id } = requireCaller(await tx.callerOf(actor));
  const found = await tx.undelivered(id, MAX_DELIVERIES);
  const marks = found.map(({ room, message }) => ({ room, user: id, message, at: tx.now }));
  return { reply: null, events: await storeDelivered(tx, marks) };
});
