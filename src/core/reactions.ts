/** Reactions: one user, one message, one emoji counts once. */

import { Type } from "typebox";
import { require, requireMessage } from "./authorize.ts";
import { command, fields, happened, IdSchema } from "./command.ts";
import type { Event } from "./events.ts";
import { Fault } from "./faults.ts";
import { requireGiven, requireUsable } from "./reaction-emoji.ts";
import { refOf } from "./user-refs.ts";

/** Most different emoji on one message. */
export const MAX_EMOJI = 20;

const input = fields({ message: IdSchema, emoji: Type.String({ minLength: 1, maxLength: 64 }) });

/** React with an emoji; a second time changes nothing. Faults: `not_found`, `forbidden`, `invalid`, `limit_reached`. */
export const reactionAdd = command("change", input, async (tx, actor, { message: id, emoji }) => {
  const { caller, place, standing, message } = requireMessage(await tx.loadMessage(actor, id), tx.now);
  require(standing, "react", tx.now);
  const counts = await tx.reactionsOf(id, caller.id);
  const spelled = await requireUsable(tx, emoji, place, counts);
  if (counts.length >= MAX_EMOJI && !counts.some((count) => count.emoji === spelled)) {
    throw new Fault("limit_reached", `A message has at most ${MAX_EMOJI} different emoji`);
  }
  if (!(await tx.addReaction(id, caller.id, spelled, tx.now))) return { reply: null, events: [] };
  const event: Event = {
    ...happened(tx, actor, place.stream),
    type: "reaction_add",
    room: message.room,
    message: id,
    emoji: spelled,
    user: refOf(caller),
  };
  return { reply: null, events: [event] };
});

/** Take one's reaction back; changes nothing when it is not there. Faults: `not_found`, `invalid`. */
export const reactionRemove = command("change", input, async (tx, actor, { message: id, emoji }) => {
  const { caller, place, message } = requireMessage(await tx.loadMessage(actor, id), tx.now);
  const spelled = requireGiven(emoji, await tx.reactionsOf(id, caller.id));
  if (!(await tx.removeReaction(id, caller.id, spelled))) return { reply: null, events: [] };
  const event: Event = {
    ...happened(tx, actor, place.stream),
    type: "reaction_remove",
    room: message.room,
    message: id,
    emoji: spelled,
    user: refOf(caller),
  };
  return { reply: null, events: [event] };
});
