/** The order of a space's rooms: positions among those with the same category. */

import { Type } from "typebox";
import { record } from "./audit.ts";
import { requireRoom, requireSpace, type Standing, sees } from "./authorize.ts";
import { command, fields, happened, IdSchema } from "./command.ts";
import type { RoomField } from "./events/rooms.ts";
import type { Event } from "./events.ts";
import { Fault, notFound } from "./faults.ts";
import type { Id, Millis } from "./model/ids.ts";
import type { Room, RoomView } from "./model/rooms.ts";
import type { Space } from "./model/spaces.ts";
import type { Actor } from "./model/users.ts";
import type { Tx } from "./tx/tx.ts";

/** Most rooms of a space. */
export const MAX_ROOMS = 1_000;

/**
 * Put a room at a place among those with the same category; one beyond the end means the end. The rooms
 * that change their place are told one by one, each in its own stream.
 *
 * Faults: `not_found` (room or category), `forbidden`, `invalid`.
 */
export const roomMove = command(
  "change",
  fields({
    room: IdSchema,
    position: Type.Integer({ minimum: 0, maximum: MAX_ROOMS }),
    /** Into a category, or out of all (null); absent = where it is. */
    parent: Type.Optional(Type.Union([IdSchema, Type.Null()])),
  }),
  async (tx, actor, { room: id, position, parent: wished }) => {
    const { space, standing } = await requireRoomOfSpace(tx, actor, id);
    const rooms = await tx.roomsOf(space.id);
    const room = rooms.find((one) => one.id === id);
    if (room === undefined) throw notFound();
    const parent = wished === undefined ? room.parent : wished;
    if (room.kind === "thread") throw notFound();
    if (parent !== null && parent !== room.parent)
      requireCategory(rooms, parent, standing, room.kind, tx.now);
    const siblings = rooms.filter((other) => other.parent === parent && other.id !== id);
    const events: Event[] = [];
    let moved = room;
    for (const [place, sibling] of siblings.toSpliced(position, 0, room).entries()) {
      const placed = { ...sibling, parent, position: place };
      if (sibling.id === id) moved = placed;
      events.push(...(await putAt(tx, actor, sibling, placed)));
    }
    if (events.length === 0) return { reply: room, events };
    const audit = await record(tx, actor, space, {
      action: "room_move",
      target: id,
      before: { parent: room.parent, position: room.position },
      after: { parent: moved.parent, position: moved.position },
    });
    return { reply: moved, events: [...events, audit] };
  },
);

/** The position after the last of those with the same category. */
export function endOf(rooms: readonly Room[], parent: Id | null): number {
  return Math.max(-1, ...rooms.filter((room) => room.parent === parent).map((room) => room.position)) + 1;
}

/** The rooms of a category move behind those outside of all. */
export async function placeAtTop(tx: Tx, actor: Actor, space: Id, category: Id): Promise<Event[]> {
  const rooms = await tx.roomsOf(space);
  const end = endOf(rooms, null);
  const events: Event[] = [];
  for (const [i, room] of rooms.filter(({ parent }) => parent === category).entries())
    events.push(...(await putAt(tx, actor, room, { ...room, parent: null, position: end + i })));
  return events;
}

async function putAt(tx: Tx, actor: Actor, old: RoomView, room: RoomView): Promise<Event[]> {
  const changed: RoomField[] = [];
  if (room.parent !== old.parent) changed.push("parent");
  if (room.position !== old.position) changed.push("position");
  if (changed.length === 0) return [];
  await tx.updateRoom(room);
  return [{ ...happened(tx, actor, room.id), type: "room_update", room, changed }];
}

/**
 * A room of a space that the caller sees, when they manage the space's rooms.
 *
 * Faults: `unauthenticated`, `not_found` (no such room, not visible, or of no space), `forbidden`.
 */
export async function requireRoomOfSpace(
  tx: Tx,
  actor: Actor,
  id: Id,
): Promise<{ room: Room; space: Space; standing: Standing }> {
  const { place } = requireRoom(await tx.loadRoom(actor, id), "view", tx.now);
  if (place.room.space === null) throw notFound();
  const facts = requireSpace(await tx.loadSpace(actor, place.room.space), "manage_rooms", tx.now);
  return { ...facts, room: place.room };
}

/** Faults: `not_found` for what is no category in sight, `invalid` for a category in a category. */
export function requireCategory(
  rooms: readonly Room[],
  id: Id,
  standing: Standing,
  kind: Room["kind"],
  now: Millis,
): void {
  const found = rooms.find((room) => room.id === id && room.kind === "category");
  if (found === undefined || !sees(standing, found, now)) throw notFound();
  if (kind === "category") throw new Fault("invalid", "A category stands in no other");
}
