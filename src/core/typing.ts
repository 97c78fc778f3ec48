/** Typing: told to the room, kept nowhere. */

import { requireRoom } from "./authorize.ts";
import { command, fields, happened, IdSchema } from "./command.ts";
import { refOf } from "./messages.ts";

/** How long "is typing" stands without being said again. Clients forget it by themselves. */
export const TYPING_MILLIS = 10_000;

const input = fields({ room: IdSchema });

/** Faults: `not_found`, `forbidden` (who may not send has nothing to type). */
export const typingStart = typing("typing_start");

/** Faults: as for starting. */
export const typingStop = typing("typing_stop");

function typing(type: "typing_start" | "typing_stop") {
  return command("change", input, async (tx, actor, { room }) => {
    const { caller, place } = requireRoom(await tx.loadRoom(actor, room), "send", tx.now);
    return {
      reply: null,
      events: [{ ...happened(tx, actor, place.stream), type, room, user: refOf(caller) }],
    };
  });
}
