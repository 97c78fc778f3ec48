/** Pins: messages of a room that are kept at hand. */

import { Type } from "typebox";
import { require, requireMessage, requireRoom } from "./authorize.ts";
import { command, fields, happened, IdSchema } from "./command.ts";
import type { Event } from "./events.ts";
import { Fault, notFound } from "./faults.ts";
import type { Message } from "./model/messages.ts";
import type { Actor, User } from "./model/users.ts";
import type { Place } from "./tx/rooms.ts";
import type { Tx } from "./tx/tx.ts";
import { refOf } from "./user-refs.ts";

/** Most pins of a room. */
export const MAX_PINS = 250;

/** Most pins that one call gives. */
export const MAX_PINS_PAGE = 200;

const input = fields({ message: IdSchema });

/** Pin a message; a second time changes nothing. Faults: `not_found`, `forbidden`, `limit_reached`. */
export const pinAdd = command("change", input, async (tx, actor, { message: id }) => {
  const { caller, place, standing, message } = requireMessage(await tx.loadMessage(actor, id), tx.now);
  require(standing, "pin", tx.now);
  if (!message.pinned && (await tx.countPins(message.room)) >= MAX_PINS) {
    throw new Fault("limit_reached", `A room has at most ${MAX_PINS} pins`);
  }
  const pinned = await tx.addPin(message.room, id, caller.id, tx.now);
  return { reply: null, events: pinned ? [told(tx, actor, place, caller, message, true)] : [] };
});

/** Unpin a message; changes nothing when it is not pinned. Faults: `not_found`, `forbidden`. */
export const pinRemove = command("change", input, async (tx, actor, { message: id }) => {
  const { caller, place, standing, message } = requireMessage(await tx.loadMessage(actor, id), tx.now);
  require(standing, "pin", tx.now);
  const unpinned = await tx.removePin(id);
  return { reply: null, events: unpinned ? [told(tx, actor, place, caller, message, false)] : [] };
});

function told(tx: Tx, actor: Actor, place: Place, caller: User, message: Message, pinned: boolean): Event {
  const { id, room } = message;
  const happening = happened(tx, actor, place.stream);
  return { ...happening, type: "pin_update", room, message: id, pinned, user: refOf(caller) };
}

/** A room's pinned messages, last pinned first. Faults: `not_found` (the room, or the pin to start from). */
export const pinsGet = command(
  "read",
  fields({
    room: IdSchema,
    /** A pinned message: those pinned before it. */
    before: Type.Union([IdSchema, Type.Null()]),
    limit: Type.Integer({ minimum: 1, maximum: MAX_PINS_PAGE }),
  }),
  async (tx, actor, { room, before, limit }) => {
    requireRoom(await tx.loadRoom(actor, room), "view", tx.now);
    const pins = await tx.pinsOf(room, before, limit + 1);
    if (pins === null) throw notFound();
    return { reply: { messages: pins.slice(0, limit), more: pins.length > limit }, events: [] };
  },
);
