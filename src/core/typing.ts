/** Typing: told to the room, kept nowhere. */

import { Type } from "typebox";
import { requireCaller, requireRoom } from "./authorize.ts";
import { command, fields, happened, IdSchema } from "./command.ts";
import { notOpen } from "./dialogs.ts";
import { notFound } from "./faults.ts";
import { refOf } from "./user-refs.ts";

/** How long "is typing" stands without being said again. Clients forget it by themselves. */
export const TYPING_MILLIS = 10_000;

const input = fields({ room: IdSchema });

/** Faults: `not_found`, `forbidden` (who may not send has nothing to type). */
export const typingStart = typing("typing_start");

/** Faults: as for starting. */
export const typingStop = typing("typing_stop");

/**
 * The same to a user with whom there is no dialog yet, in their own stream; the room is 0 there. Faults: `not_found`,
 * `forbidden` (they do not want to hear from the caller).
 */
export const typingTo = command(
  "change",
  fields({ user: IdSchema, stop: Type.Boolean() }),
  async (tx, actor, { user, stop }) => {
    const { caller, known } = await tx.loadAcquaintances(actor, [user]);
    const by = requireCaller(caller);
    const other = known.find(({ id }) => id === user);
    if (other === undefined) throw notFound();
    if (other.blocks) throw notOpen();
    const type = stop ? ("typing_stop" as const) : ("typing_start" as const);
    return { reply: null, events: [{ ...happened(tx, actor, user), type, room: 0, user: refOf(by) }] };
  },
);

function typing(type: "typing_start" | "typing_stop") {
  return command("change", input, async (tx, actor, { room }) => {
    const { caller, place } = requireRoom(await tx.loadRoom(actor, room), "send", tx.now);
    return {
      reply: null,
      events: [{ ...happened(tx, actor, place.stream), type, room, user: refOf(caller) }],
    };
  });
}
