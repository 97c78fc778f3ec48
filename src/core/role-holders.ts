/** Giving roles to members and taking them. */

import { record } from "./audit.ts";
import { rankOf, require, requireAbove, requireActive, requireHeld, requireMember } from "./authorize.ts";
import { command, fields, IdSchema } from "./command.ts";
import { sightOf } from "./events.ts";
import { loadTarget, memberUpdated } from "./members.ts";
import type { Id, Member } from "./model.ts";
import { requirePermissions } from "./permissions.ts";
import { findRole, requireOrdinary } from "./roles.ts";

/**
 * Give a member a role: one below the caller's own highest, to somebody below it or to oneself. A role that
 * is there for all can be taken by everybody.
 *
 * Faults: `not_found` (space, role, member), `forbidden`.
 */
export const roleAssign = holding("role_assign", (roles, role) =>
  roles.includes(role) ? roles : [...roles, role],
);

/** Take a role from a member. Faults: as for giving it. */
export const roleUnassign = holding("role_unassign", (roles, role) => roles.filter((id) => id !== role));

function holding(
  action: "role_assign" | "role_unassign",
  change: (roles: readonly Id[], role: Id) => readonly Id[],
) {
  const input = fields({ space: IdSchema, user: IdSchema, role: IdSchema });
  return command("change", input, async (tx, actor, { space: id, user, role: roleId }) => {
    const { caller, space, standing } = requireMember(await tx.loadSpace(actor, id));
    const roles = await tx.rolesOf(space.id);
    const wished = roles.find((one) => one.id === roleId);
    const forOneself = user === caller.id && wished?.selfAssignable === true;
    if (forOneself) requireActive(standing, tx.now);
    else require(standing, "manage_roles", tx.now);
    const role = requireOrdinary(findRole(roles, roleId));
    const { member, ...target } = await loadTarget(tx, space.id, user);
    if (!forOneself) {
      requireAbove(standing, role.position);
      if (user !== caller.id) requireAbove(standing, rankOf(target));
      if (action === "role_assign") requireHeld(standing, requirePermissions(role.permissions), tx.now);
    }
    const held = change(member.roles, role.id);
    if (held.length === member.roles.length) return { reply: member, events: [] };
    const changed: Member = { ...member, roles: held };
    await tx.updateMember(space.id, changed);
    const event = memberUpdated(tx, actor, space.id, changed);
    const after = { role: role.id };
    const audit = await record(tx, actor, space, { action, target: user, after });
    return { reply: changed, events: [event, audit, sightOf(space.id, [user])] };
  });
}
