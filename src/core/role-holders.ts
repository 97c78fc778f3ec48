/** Giving roles to members and taking them. */

import { record } from "./audit.ts";
import { rankOf, require, requireAbove, requireActive, requireHeld, requireMember } from "./authorize.ts";
import { command, fields, IdSchema } from "./command.ts";
import { sightOf } from "./events/signals.ts";
import { memberUpdated } from "./member-update.ts";
import { loadTarget } from "./members.ts";
import type { Id } from "./model/ids.ts";
import type { Member, Role } from "./model/spaces.ts";
import { requirePermissions } from "./permissions.ts";
import { findRole, requireOrdinary } from "./roles.ts";

/**
 * Give a member a role: one below the caller's own highest, to somebody below it or to oneself. A role that
 * is there for all can be taken by everybody.
 *
 * Faults: `not_found` (space, role, member), `forbidden`.
 */
export const roleAssign = holding("role_assign", (held, role, all) =>
  held.includes(role.id)
    ? held
    : [...held.filter((id) => !excludes(role, all.find((other) => other.id === id) ?? null)), role.id],
);

/** Take a role from a member. Faults: as for giving it. */
export const roleUnassign = holding("role_unassign", (held, role) => held.filter((id) => id !== role.id));

/** Whether who takes the one loses the other: of the exclusive roles of a category a member has one. */
function excludes(role: Role, other: Role | null): boolean {
  return role.exclusive && other?.exclusive === true && other.category === role.category;
}

function holding(
  action: "role_assign" | "role_unassign",
  change: (held: readonly Id[], role: Role, all: readonly Role[]) => readonly Id[],
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
    const held = change(member.roles, role, roles);
    const dropped = roles.filter(({ id: one }) => member.roles.includes(one) && !held.includes(one));
    // What somebody was given they do not exchange by themselves.
    for (const other of dropped) {
      if (forOneself && other.selfAssignable) continue;
      require(standing, "manage_roles", tx.now);
      requireAbove(standing, other.position);
    }
    if (held === member.roles || held.join() === member.roles.join()) return { reply: member, events: [] };
    const changed: Member = { ...member, roles: held };
    await tx.updateMember(space.id, changed);
    const event = memberUpdated(tx, actor, space.id, changed, "roles");
    const others = dropped.filter(({ id: one }) => one !== role.id).map(({ id: one }) => one);
    const after = others.length === 0 ? { role: role.id } : { role: role.id, instead_of: others };
    const audit = await record(tx, actor, space, { action, target: user, after });
    return { reply: changed, events: [event, audit, sightOf(space.id, [user])] };
  });
}
