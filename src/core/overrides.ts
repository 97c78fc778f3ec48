/** What a room allows and denies to the holders of a role, or to one user. */

import { Type } from "typebox";
import { record } from "./audit.ts";
import { rankOf, requireAbove, requireHeld, requireRoom, type Standing, standingIn } from "./authorize.ts";
import { command, fields, happened, IdSchema } from "./command.ts";
import { viewOf } from "./dialogs.ts";
import { sightOf, sightOfAll } from "./events/signals.ts";
import type { Event } from "./events.ts";
import { Fault, notFound } from "./faults.ts";
import type { Id } from "./model/ids.ts";
import type { Override, RoomView } from "./model/rooms.ts";
import type { Actor } from "./model/users.ts";
import { ROOM_PERMISSIONS, requirePermissions } from "./permissions.ts";
import type { Tx } from "./tx/tx.ts";

/** Most overrides of a room. */
export const MAX_OVERRIDES = 100;

const names = Type.Array(Type.String(), { maxItems: ROOM_PERMISSIONS.length });

export const overrideSchema = fields({
  of: Type.Union([Type.Literal("role"), Type.Literal("user")]),
  target: IdSchema,
  allow: names,
  deny: names,
});

/**
 * Say what a room allows and denies to a role or a user, in place of what it said before; two empty lists
 * remove it.
 *
 * Faults: `not_found` (room, role, member), `forbidden` (the target stands too high, or a permission is not
 * the caller's own), `invalid`, `limit_reached`.
 */
export const permissionOverrideSet = command(
  "change",
  fields({ room: IdSchema, override: overrideSchema }),
  async (tx, actor, { room: id, override: wished }) => {
    const { caller, place } = requireRoom(await tx.loadRoom(actor, id), "manage_room", tx.now);
    const old = place.room;
    if (old.space === null || old.kind === "thread") throw notFound();
    const space = await tx.spaceById(old.space);
    if (space === null) throw notFound();
    const before = old.overrides.find(({ target }) => target === wished.target) ?? null;
    const override = await requireOverride(tx, old.space, standingIn(place, caller.id), wished, before);
    const others = old.overrides.filter(({ target }) => target !== override.target);
    const empty = override.allow.length === 0 && override.deny.length === 0;
    const overrides = empty ? others : [...others, override];
    if (overrides.length > MAX_OVERRIDES)
      throw new Fault("limit_reached", `A room has at most ${MAX_OVERRIDES} overrides`);
    if (JSON.stringify(before) === JSON.stringify(empty ? null : override))
      return { reply: await viewOf(tx, id), events: [] };
    await tx.updateRoom({ ...old, overrides });
    const room = await viewOf(tx, id);
    const event = overridesChanged(tx, actor, room);
    // An override of one user concerns no other.
    const sight = override.of === "user" ? sightOf(space.id, [override.target]) : sightOfAll(space.id);
    const audit = await record(tx, actor, space, {
      action: "override_set",
      target: id,
      before: { override: before },
      after: { override: empty ? null : override },
    });
    return { reply: room, events: [event, audit, sight] };
  },
);

/**
 * The override in one spelling, when somebody with the standing may set it in place of `before`.
 *
 * Faults: `not_found`, `forbidden`, `invalid`.
 */
export async function requireOverride(
  tx: Tx,
  space: Id,
  standing: Standing,
  { of, target, ...lists }: Override,
  before: Override | null,
  room: "new" | "old" = "old",
): Promise<Override> {
  const allow = requirePermissions(lists.allow, ROOM_PERMISSIONS);
  const deny = requirePermissions(lists.deny, ROOM_PERMISSIONS);
  if (allow.some((name) => deny.includes(name)))
    throw new Fault("invalid", "A permission is allowed or denied, not both");
  // Whoever makes a room may let themselves in, though they do not stand above themselves.
  if (room === "old" || target !== standing.user) await requireTarget(tx, space, standing, of, target);
  // Lifting a denial may give the permission back, so it is granted as much as an allowed one.
  const granted = ROOM_PERMISSIONS.filter(
    (name) =>
      (allow.includes(name) && before?.allow.includes(name) !== true) ||
      (before?.deny.includes(name) === true && !deny.includes(name)),
  );
  requireHeld(standing, granted, tx.now);
  return { of, target, allow, deny };
}

async function requireTarget(
  tx: Tx,
  space: Id,
  standing: Standing,
  of: Override["of"],
  target: Id,
): Promise<void> {
  if (of === "user") {
    const person = await tx.loadPerson(space, target);
    if (person === null || person.member === null) throw notFound();
    requireAbove(standing, rankOf(person));
    return;
  }
  const role = (await tx.rolesOf(space)).find(({ id }) => id === target);
  if (role === undefined) throw notFound();
  if (role.position > 0) requireAbove(standing, role.position);
}

/** Takes a role's override out of all rooms of a space. */
export async function dropRoleOverrides(tx: Tx, actor: Actor, space: Id, role: Id): Promise<Event[]> {
  const events: Event[] = [];
  for (const room of await tx.roomsOf(space)) {
    const overrides = room.overrides.filter(({ target }) => target !== role);
    if (overrides.length < room.overrides.length)
      events.push(await replaceOverrides(tx, actor, room, overrides));
  }
  return events;
}

/** Takes what was allowed to somebody who is no member any more; what was denied stays, should they return. */
export async function dropAllowed(tx: Tx, actor: Actor, space: Id, user: Id): Promise<Event[]> {
  const events: Event[] = [];
  for (const room of await tx.roomsOf(space)) {
    if (!room.overrides.some(({ target, allow }) => target === user && allow.length > 0)) continue;
    const overrides = room.overrides
      .map((override) => (override.target === user ? { ...override, allow: [] } : override))
      .filter(({ allow, deny }) => allow.length + deny.length > 0);
    events.push(await replaceOverrides(tx, actor, room, overrides));
  }
  return events;
}

async function replaceOverrides(
  tx: Tx,
  actor: Actor,
  old: RoomView,
  overrides: readonly Override[],
): Promise<Event> {
  const room = { ...old, overrides };
  await tx.updateRoom(room);
  return overridesChanged(tx, actor, room);
}

function overridesChanged(tx: Tx, actor: Actor, room: RoomView): Event {
  return { ...happened(tx, actor, room.id), type: "room_update", room, changed: ["overrides"] };
}
