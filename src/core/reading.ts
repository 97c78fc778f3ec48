/** Reading what stands beside a room's messages: the room itself, who reacted, and how many there are. */

import { Type } from "typebox";
import { requireMember, requireRoom, sees } from "./authorize.ts";
import { command, fields, IdSchema } from "./command.ts";
import { viewOf } from "./dialogs.ts";
import { MAX_HISTORY } from "./history.ts";

/** Most reactions that one call tells of. */
export const MAX_REACTORS = 5_000;

/** Most messages that are counted in a room: above it the count says no more. */
export const MAX_COUNTED = 200;

/** A room, or a thread, as it is now. Faults: `not_found`. */
export const roomGet = command("read", fields({ room: IdSchema }), async (tx, actor, { room }) => {
  requireRoom(await tx.loadRoom(actor, room), "view", tx.now);
  return { reply: await viewOf(tx, room), events: [] };
});

/** Who reacted to messages of a room, in the order of their reactions. Faults: `not_found` (the room). */
export const reactorsGet = command(
  "read",
  fields({ room: IdSchema, messages: Type.Array(IdSchema, { maxItems: MAX_HISTORY }) }),
  async (tx, actor, { room, messages }) => {
    requireRoom(await tx.loadRoom(actor, room), "view", tx.now);
    return { reply: await tx.reactorsOf(room, messages, MAX_REACTORS), events: [] };
  },
);

/**
 * How many messages stand in each of the rooms of a space that the caller sees, or in a thread, and one's marks there.
 *
 * Faults: `not_found` (the space, the thread).
 */
export const messagesCount = command(
  "read",
  fields({ space: IdSchema, thread: Type.Union([IdSchema, Type.Null()]) }),
  async (tx, actor, { space: id, thread }) => {
    const { standing } = requireMember(await tx.loadSpace(actor, id));
    if (thread !== null) requireRoom(await tx.loadRoom(actor, thread), "view", tx.now);
    const all = thread === null ? await tx.roomsOf(id) : await tx.roomsByIds([thread]);
    const rooms = all
      .filter((room) => thread !== null || sees(standing, room, tx.now))
      .map((room) => room.id);
    const counts = await tx.countMessages(rooms, MAX_COUNTED);
    return { reply: { counts, receipts: await tx.ownReceipts(actor.user, rooms) }, events: [] };
  },
);
