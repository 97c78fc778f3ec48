/** What a session sees that enters one room, where its dialect is in one room at a time. */

import { Type } from "typebox";
import { requireRoom } from "./authorize.ts";
import { command, fields, IdSchema } from "./command.ts";
import { notFound } from "./faults.ts";
import { MAX_HISTORY } from "./history.ts";
import type { StreamId } from "./model/ids.ts";
import type { Message } from "./model/messages.ts";
import type { RoomKind, RoomView } from "./model/rooms.ts";

/** Rooms in which something is said. */
const LIVELY: ReadonlySet<RoomKind> = new Set(["text", "voice", "dialog", "group", "notes"]);

/** A room and its newest messages, oldest first, as they are at `head` of the stream. */
export interface Entrance {
  readonly room: RoomView;
  readonly stream: StreamId;
  readonly head: number;
  readonly history: readonly Message[];
}

/** Faults: `not_found`, also for a room that only holds other rooms. */
export const roomEnter = command(
  "read",
  fields({ room: IdSchema, limit: Type.Integer({ minimum: 0, maximum: MAX_HISTORY }) }),
  async (tx, actor, { room: id, limit }) => {
    const { caller, place } = requireRoom(await tx.loadRoom(actor, id), "view", tx.now);
    const [room] = await tx.roomsByIds([id]);
    if (room === undefined || !LIVELY.has(room.kind)) throw notFound();
    const history = limit === 0 ? [] : await tx.history(id, caller.id, { latest: true }, limit);
    const [head] = await tx.headsOf([place.stream]);
    const reply: Entrance = { room, stream: place.stream, head: head?.seq ?? 0, history: history ?? [] };
    return { reply, events: [] };
  },
);
