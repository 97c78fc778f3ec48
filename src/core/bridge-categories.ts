/**
 * Where a network's rooms stand: a room there that others name as their parent, and in which nothing can be said, is
 * a category here, and its rooms stand in it (docs/protocols/flubber.md, 6).
 */

import { Type } from "typebox";
import { linked } from "./bridge-links.ts";
import { BackendSchema, RemoteIdSchema } from "./bridges.ts";
import { type Done, fields, happened, IdSchema, serverCommand } from "./command.ts";
import { sightOfAll } from "./events/signals.ts";
import type { Happening } from "./events.ts";
import { followNewRoom } from "./following.ts";
import type { Id } from "./model/ids.ts";
import type { BridgeLink } from "./model/outside.ts";
import type { RoomView } from "./model/rooms.ts";
import { newRoom } from "./new-room.ts";
import { endOf } from "./room-order.ts";
import type { Tx } from "./tx/tx.ts";

/**
 * Put a portal where its parent says, null for none. False when the parent is not here yet: the backend is to tell
 * of it. Who has put the portal into a category of our own has it stay there.
 */
export const bridgePlace = serverCommand(
  "change",
  fields({
    space: IdSchema,
    backend: BackendSchema,
    remoteId: RemoteIdSchema,
    parent: Type.Union([RemoteIdSchema, Type.Null()]),
  }),
  async (tx, _actor, { space, backend, remoteId, parent }): Promise<Done<boolean>> => {
    const portal = await portalAt(tx, backend, remoteId);
    if (portal === null || portal.kind === "category" || parent === remoteId)
      return { reply: true, events: [] };
    const [old] = portal.parent === null ? [] : await tx.roomsByIds([portal.parent]);
    if (old !== undefined && old.backend !== backend) return { reply: true, events: [] };
    if (parent === null) return { reply: true, events: await move(tx, space, portal, null) };
    const link = await tx.linkTo(backend, parent);
    if (link === null) return { reply: false, events: [] };
    const made = await category(tx, space, link);
    const events = await move(tx, space, portal, made.id);
    return { reply: true, events: [...made.events, ...events] };
  },
);

/** The category of a parent; null where the parent is a room in which people talk, or one of ours. */
async function category(
  tx: Tx,
  space: Id,
  { backend, remoteId, name, sendable }: BridgeLink,
): Promise<{ id: Id | null; events: readonly Happening[] }> {
  const room = remoteId === null ? null : await portalAt(tx, backend, remoteId);
  if (room === null) return { id: null, events: [] };
  if (room.kind === "category") return { id: room.id, events: [] };
  const isDefault = (await tx.spaceById(space))?.defaultRoom === room.id;
  if (sendable || room.last.id !== 0 || room.kind !== "text" || isDefault) return { id: null, events: [] };
  if (await hasThreads(tx, room.id)) return { id: null, events: [] };

  // Nobody knew that it was a parent when it came: the empty room goes.
  await tx.deleteLink(room.id, backend);
  await tx.deleteRoom(room.id);
  const id = tx.newId();
  const rooms = await tx.roomsOf(space);
  const common = { id, space, kind: "category", name: room.name, creator: null, created: tx.now } as const;
  const { overrides } = room; // Whoever was not to see it does not see it now.
  const made = newRoom({ ...common, overrides, position: endOf(rooms, null), backend, remoteId });
  await tx.insertRoom(made);
  await linked(tx, id, { backend, remoteId, name, sendable });
  return {
    id,
    events: [
      { ...happened(tx, null, room.id), type: "room_delete", room: room.id },
      sightOfAll(space),
      { ...happened(tx, null, id), type: "room_create", room: made, head: 0 },
      { type: "sight_change", space, users: null, created: id, apart: [] },
      ...(await followNewRoom(tx, space, id)),
    ],
  };
}

/** Open or archived. */
async function hasThreads(tx: Tx, parent: Id): Promise<boolean> {
  for (const archived of [false, true])
    if (((await tx.threadsOf({ parent, archived, tag: null, before: null, limit: 1 })) ?? []).length > 0)
      return true;
  return false;
}

async function move(tx: Tx, space: Id, room: RoomView, parent: Id | null): Promise<Happening[]> {
  if (room.parent === parent) return [];
  const values: RoomView = { ...room, parent, position: endOf(await tx.roomsOf(space), parent) };
  await tx.updateRoom(values);
  return [
    { ...happened(tx, null, room.id), type: "room_update", room: values, changed: ["parent", "position"] },
  ];
}

/** The room that the backend brought in by itself under this id. */
async function portalAt(tx: Tx, backend: string, remoteId: string): Promise<RoomView | null> {
  const link = await tx.linkTo(backend, remoteId);
  const [room] = link === null ? [] : await tx.roomsByIds([link.room]);
  return room?.backend === backend ? room : null;
}
