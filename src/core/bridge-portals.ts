/**
 * The rooms that a backend brings in by itself: made, renamed, closed; their topics, and whether anything was said in
 * them. Each is given in a backend's name and reaches nothing but what is linked to it.
 */

import { Type } from "typebox";
import { linked } from "./bridge-links.ts";
import { BackendSchema, clean, cut, freeName, portalUpsert, RemoteIdSchema } from "./bridges.ts";
import { type Done, fields, happened, IdSchema, serverCommand } from "./command.ts";
import type { Event, Happening } from "./events.ts";
import { Fault } from "./faults.ts";
import type { Id } from "./model/ids.ts";
import type { BridgeLink } from "./model/outside.ts";
import type { RoomView } from "./model/rooms.ts";
import type { Tx } from "./tx/tx.ts";

/** Most rooms that a backend brings in by itself. */
export const MAX_PORTALS = 500;
/** Longest topic of a portal, in code points; a longer one is cut. */
const MAX_TOPIC = 1_024;

/**
 * A room that a backend tells of: the one linked to it, or a portal, which is made where there is none. A new name
 * is taken over where it is a portal. Null for one that somebody here has deleted, and for one whose link they have
 * ended. One that was gone there is archived, and is linked again when it is back.
 *
 * Faults: `limit_reached` (too many portals), `not_found` (the space).
 */
export const bridgeRoom = serverCommand(
  "change",
  fields({
    space: IdSchema,
    backend: BackendSchema,
    remoteId: RemoteIdSchema,
    name: Type.String({ maxLength: 512 }),
    sendable: Type.Boolean(),
  }),
  async (tx, _actor, { space, backend, remoteId, name, sendable }): Promise<Done<BridgeLink | null>> => {
    const known = await tx.linkTo(backend, remoteId);
    if (known !== null) {
      const link: BridgeLink = { ...known, name, sendable };
      if (known.name === name && known.sendable === sendable) return { reply: known, events: [] };
      await tx.setLink(link);
      return { reply: link, events: known.name === name ? [] : await renamed(tx, space, link) };
    }
    const id = await tx.portalOf(space, backend, remoteId);
    const [portal] = id === null ? [] : await tx.roomsByIds([id]);
    const isEnded = (await tx.wasEnded(backend, remoteId)) || (await tx.wasDeleted(backend, remoteId));
    if (isEnded || portal?.archived === false) return { reply: null, events: [] };
    if (portal === undefined && (await tx.portalsOf(backend)) >= MAX_PORTALS)
      throw new Fault("limit_reached", `A backend brings in at most ${MAX_PORTALS} rooms`);
    const { reply: room, events } = await portalUpsert.run(tx, null, {
      space,
      backend,
      remoteId,
      name,
      topic: "",
    });
    const link = await linked(tx, room.id, { backend, remoteId, name, sendable });
    return { reply: link, events: [...events, ...(await reopened(tx, room))] };
  },
);

/** A room is gone there: its link ends, and a portal stays to be read. */
export const bridgeRoomGone = serverCommand(
  "change",
  fields({ backend: BackendSchema, remoteId: RemoteIdSchema }),
  async (tx, _actor, { backend, remoteId }) => {
    const link = await tx.linkTo(backend, remoteId);
    if (link === null) return { reply: null, events: [] };
    await tx.deleteLink(link.room, backend);
    const [room] = await tx.roomsByIds([link.room]);
    if (room === undefined || room.backend !== backend || room.archived) return { reply: null, events: [] };
    return { reply: null, events: [await archive(tx, room, true)] };
  },
);

/** A room's topic has changed there; one of a room that is ours stays ours. */
export const bridgeTopic = serverCommand(
  "change",
  fields({ backend: BackendSchema, room: RemoteIdSchema, topic: Type.String({ maxLength: 4_096 }) }),
  async (tx, _actor, { backend, room: remoteId, topic: given }) => {
    const room = await portalBehind(tx, backend, remoteId);
    const topic = cut(clean(given), MAX_TOPIC);
    if (room === null || room.topic === topic) return { reply: null, events: [] };
    const values = { ...room, topic };
    await tx.updateRoom(values);
    const event: Event = {
      ...happened(tx, null, room.id),
      type: "room_update",
      room: values,
      changed: ["topic"],
    };
    return { reply: null, events: [event] };
  },
);

/** Whether a room is a portal in which nothing was said yet. Null where none is linked. */
export const bridgeIsNew = serverCommand(
  "read",
  fields({ backend: BackendSchema, room: RemoteIdSchema }),
  async (tx, _actor, { backend, room: remoteId }): Promise<Done<boolean | null>> => {
    if ((await tx.linkTo(backend, remoteId)) === null) return { reply: null, events: [] };
    const room = await portalBehind(tx, backend, remoteId);
    return { reply: room !== null && room.last.id === 0, events: [] };
  },
);

async function portalBehind(tx: Tx, backend: string, remoteId: string): Promise<RoomView | null> {
  const link = await tx.linkTo(backend, remoteId);
  const [room] = link === null ? [] : await tx.roomsByIds([link.room]);
  return room?.backend === backend ? room : null;
}

async function renamed(tx: Tx, space: Id, { room: id, backend, name }: BridgeLink): Promise<Happening[]> {
  const [room] = await tx.roomsByIds([id]);
  if (room === undefined || room.backend !== backend || name === "" || room.name === name) return [];
  const values: RoomView = { ...room, name: await freeName(tx, space, name, backend) };
  await tx.updateRoom(values);
  return [{ ...happened(tx, null, id), type: "room_update", room: values, changed: ["name"] }];
}

/** A room that is there again can be written again. */
export async function reopened(tx: Tx, room: RoomView): Promise<Happening[]> {
  return room.archived ? [await archive(tx, room, false)] : [];
}

async function archive(tx: Tx, room: RoomView, archived: boolean): Promise<Event> {
  const values = { ...room, archived };
  await tx.updateRoom(values);
  return { ...happened(tx, null, room.id), type: "room_update", room: values, changed: ["archived"] };
}
