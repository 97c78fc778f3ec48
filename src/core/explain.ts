/** "May this user do this here, and if not, why?", asked by people. */

import { Type } from "typebox";
import { decide, require, requireMember, requireRoom, standingIn, standingInSpace } from "./authorize.ts";
import { command, fields, IdSchema } from "./command.ts";
import { Fault, notFound } from "./faults.ts";
import type { Id, Millis } from "./model/ids.ts";
import type { Actor } from "./model/users.ts";
import { isPermission } from "./permissions.ts";
import type { Tx } from "./tx/tx.ts";

/**
 * The decision, with its reason: in a room, or in the space itself. Everybody may ask about themselves, and
 * about others who has `manage_roles`.
 *
 * Faults: `not_found` (space, room, account), `forbidden`, `invalid`.
 */
export const permissionExplain = command(
  "read",
  fields({
    space: IdSchema,
    /** In this room; null = in the space itself. */
    room: Type.Union([IdSchema, Type.Null()]),
    /** Null = the caller. */
    user: Type.Union([IdSchema, Type.Null()]),
    permission: Type.String(),
  }),
  async (tx, actor, { space, room, user, permission }) => {
    if (!isPermission(permission)) throw new Fault("invalid", `"${permission}" is no permission`);
    const standing = await standingOf(tx, actor, space, room, tx.now);
    if (user === null || user === actor.user) {
      return { reply: decide(standing, permission, tx.now), events: [] };
    }
    const { standing: own } = requireMember(await tx.loadSpace(actor, space));
    require(own, "manage_roles", tx.now);
    if ((await tx.loadPerson(space, user)) === null) throw notFound();
    const other: Actor = { user, token: 0, session: 0 };
    const place = room === null ? null : (await tx.loadRoom(other, room)).place;
    const theirs =
      place === null ? standingInSpace(await tx.loadSpace(other, space), user) : standingIn(place, user);
    return { reply: decide(theirs, permission, tx.now), events: [] };
  },
);

/** Where the caller stands. Faults: `not_found`, also for a room of another space than the one named. */
async function standingOf(tx: Tx, actor: Actor, space: Id, room: Id | null, now: Millis) {
  if (room === null) return requireMember(await tx.loadSpace(actor, space)).standing;
  const { caller, place } = requireRoom(await tx.loadRoom(actor, room), "view", now);
  if (place.room.space !== null && place.room.space !== space) throw notFound();
  return standingIn(place, caller.id);
}
