/**
 * Drawers: what only one protocol knows of a room, a role, a user or a space. The core keeps it and decides who may
 * change it; it never looks inside.
 */

import { Type } from "typebox";
import { record } from "./audit.ts";
import { rankOf, requireAbove, requireCaller, requireRoom, requireSpace } from "./authorize.ts";
import { command, fields, happened, IdSchema, serverCommand } from "./command.ts";
import { viewOf } from "./dialogs.ts";
import type { Event } from "./events.ts";
import { notFound } from "./faults.ts";
import { loadTarget } from "./members.ts";
import type { Id } from "./model/ids.ts";
import type { Actor } from "./model/users.ts";
import { findRole } from "./roles.ts";
import type { Tx } from "./tx/tx.ts";

/** Longest content of a drawer, in code units. */
export const MAX_DRAWER = 4_096;
/** Most drawers that one call opens. */
export const MAX_DRAWERS = 5_000;

/** What filling the drawer of each is recorded as. */
const FILLING = {
  room: "room_update",
  role: "role_update",
  user: "member_update",
  space: "space_update",
} as const;

const dialect = Type.String({ pattern: "^[a-z0-9]{1,32}$" });

/** What a dialect knows of these subjects: for what the server itself shows to those who see them. */
export const drawersGet = serverCommand(
  "read",
  fields({ dialect, subjects: Type.Array(IdSchema, { maxItems: MAX_DRAWERS }) }),
  async (tx, _actor, input) => ({ reply: await tx.drawersOf(input.dialect, input.subjects), events: [] }),
);

/**
 * Put JSON into the drawer of a room (with `manage_room`), a role (`manage_roles`, below oneself), a user (oneself, or
 * `manage_members` and below) or the space (`manage_space`); "" empties it. A room's or the
 * space's is told as a change of it.
 *
 * Faults: `not_found`, `forbidden`.
 */
export const drawerFill = command(
  "change",
  fields({
    dialect,
    space: IdSchema,
    of: Type.Union([Type.Literal("room"), Type.Literal("role"), Type.Literal("user"), Type.Literal("space")]),
    subject: IdSchema,
    value: Type.String({ maxLength: MAX_DRAWER }),
  }),
  async (tx, actor, { dialect: name, space, of, subject, value }) => {
    await requireSubject(tx, actor, space, of, subject);
    await tx.fillDrawer(name, subject, value);
    const told = await tx.spaceById(space);
    if (told === null || subject === actor.user) return { reply: null, events: [] };
    const act = { action: FILLING[of], target: subject, after: { drawer: name } };
    const audit = await record(tx, actor, told, act);
    if (of === "space")
      return {
        reply: null,
        events: [{ ...happened(tx, actor, space), type: "server_update", space: told }, audit],
      };
    if (of !== "room") return { reply: null, events: [audit] };
    const room = await viewOf(tx, subject);
    const event: Event = { ...happened(tx, actor, room.id), type: "room_update", room, changed: [] };
    return { reply: null, events: [event, audit] };
  },
);

async function requireSubject(
  tx: Tx,
  actor: Actor,
  space: Id,
  of: "room" | "role" | "user" | "space",
  subject: Id,
): Promise<void> {
  if (of === "room") {
    const { place } = requireRoom(await tx.loadRoom(actor, subject), "manage_room", tx.now);
    if (place.room.space !== space || place.room.kind === "thread") throw notFound();
    return;
  }
  const facts = await tx.loadSpace(actor, space);
  if (of === "user" && requireCaller(facts.caller).id === subject) return;
  const permission = { role: "manage_roles", user: "manage_members", space: "manage_space" } as const;
  const { standing } = requireSpace(facts, permission[of], tx.now);
  if (of === "space" && subject !== space) throw notFound();
  if (of === "role") requireAbove(standing, findRole(await tx.rolesOf(space), subject).position);
  if (of === "user") requireAbove(standing, rankOf(await loadTarget(tx, space, subject)));
}
