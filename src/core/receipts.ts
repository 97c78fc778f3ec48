/**
 * How far everybody has got: delivered up to a message and read up to one, in the order of the conversation.
 *
 * A mark never moves back, and marking again what is marked keeps its time. In dialogs and groups the others see
 * the marks (the room's stream); in a space's rooms there is only the read mark, and it is the user's own.
 */

import { Type } from "typebox";
import { advancesOf } from "./advances.ts";
import { requireRoom } from "./authorize.ts";
import { command, fields, happened, IdSchema, serverCommand } from "./command.ts";
import type { Event } from "./events.ts";
import { notFound } from "./faults.ts";
import type { Id, Millis } from "./model/ids.ts";
import type { Advance, Mark, Receipt } from "./model/receipts.ts";
import type { Actor } from "./model/users.ts";
import type { Place } from "./tx/rooms.ts";
import type { Tx } from "./tx/tx.ts";

/** Most receipts of others that a session begins with; those of the most lively rooms come first. */
export const MAX_OTHERS_RECEIPTS = 2_000;

/** Most marks that the server itself stores with one command. */
export const MAX_DELIVERIES = 1_000;

/**
 * Mark a room as delivered or read up to a message, for oneself. What is read was delivered.
 *
 * Faults: `not_found` (the room, or no such message in it).
 */
export const receiptMark = command(
  "change",
  fields({
    room: IdSchema,
    message: IdSchema,
    kind: Type.Union([Type.Literal("delivered"), Type.Literal("read")]),
  }),
  async (tx, actor, { room, message, kind }) => {
    const facts = await tx.loadMark(actor, room, message);
    const { place } = requireRoom(facts, "view", tx.now);
    if (facts.target === null) throw notFound();
    const events = await markUpTo(tx, actor, place, facts.receipt, facts.target, kind);
    const [own] = await tx.ownReceipts(actor.user, [room]);
    if (own === undefined) throw new Error(`The room ${room} is gone in the midst of a command`);
    return { reply: own, events };
  },
);

/** Moves one's own marks up to a message, and tells of it; nothing happens where they stand there or further on. */
export async function markUpTo(
  tx: Tx,
  actor: Actor,
  place: Place,
  old: Receipt,
  target: { readonly id: Id; readonly n: number },
  kind: "delivered" | "read",
): Promise<Event[]> {
  const direct = place.room.space === null;
  const mark: Mark = { message: target.id, n: target.n, at: tx.now };
  const receipt: Receipt = {
    ...old,
    read: kind === "read" ? later(old.read, mark) : old.read,
    delivered: direct ? later(old.delivered, mark) : old.delivered,
  };
  if (receipt.read === old.read && receipt.delivered === old.delivered) return [];
  await tx.setMarks(receipt);
  const advances = direct ? await advancesOf(tx, old, receipt) : [];
  return [receiptUpdated(tx, actor, direct ? place.stream : actor.user, receipt, advances)];
}

/** Store what sessions were handed; what is no longer so (the member has left) is passed over. */
export const receiptsDelivered = serverCommand(
  "change",
  fields({
    marks: Type.Array(fields({ room: IdSchema, user: IdSchema, message: IdSchema, at: Type.Integer() }), {
      maxItems: MAX_DELIVERIES,
    }),
  }),
  async (tx, _actor, { marks }) => ({ reply: null, events: await storeDelivered(tx, marks) }),
);

/** Marks messages as delivered to members, and tells of those marks that move. */
export async function storeDelivered(
  tx: Tx,
  marks: readonly { readonly room: Id; readonly user: Id; readonly message: Id; readonly at: Millis }[],
): Promise<Event[]> {
  const events: Event[] = [];
  for (const { room, user, message, at } of marks) {
    const old = await tx.receiptOf(room, user);
    const receipt = await tx.markDelivered(room, user, message, at);
    if (receipt !== null)
      events.push(receiptUpdated(tx, null, room, receipt, await advancesOf(tx, old, receipt)));
  }
  return events;
}

function receiptUpdated(
  tx: Tx,
  actor: Actor | null,
  stream: number,
  receipt: Receipt,
  advances: readonly Advance[],
): Event {
  return { ...happened(tx, actor, stream), type: "receipt_update", receipt, advances };
}

/** The mark that stands further on; the earlier one where both stand at the same message. */
function later(old: Mark, mark: Mark): Mark {
  return mark.n > old.n ? mark : old;
}
