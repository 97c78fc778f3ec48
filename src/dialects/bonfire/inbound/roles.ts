/** Roles, and who has them. */

import type { Member, Role } from "../../../core/model/spaces.ts";
import type { Ok } from "../gen/gateway.ts";
import { toMember, toRole } from "../nouns/spaces.ts";
import { entry } from "./entry.ts";

export const roles = {
  role_create: entry(
    "role_create",
    ({ self_assignable, ...role }, { space }) => ({ ...role, space, selfAssignable: self_assignable }),
    okRole,
  ),
  role_update: entry(
    "role_update",
    ({ role_id, name, permissions, color, hoisted, mentionable, cleared, ...rest }, { space }) =>
      rest.icon_id === undefined
        ? {
            space,
            role: role_id,
            name: name ?? null,
            permissions: permissions.length > 0 || cleared.includes("permissions") ? permissions : null,
            color: color ?? null,
            hoisted: hoisted ?? null,
            mentionable: mentionable ?? null,
            selfAssignable: rest.self_assignable ?? null,
            category: rest.category ?? null,
            ...(rest.exclusive === undefined ? {} : { exclusive: rest.exclusive }),
          }
        : null,
    okRole,
  ),
  role_delete: entry("role_delete", ({ role_id }, { space }) => ({ space, role: role_id })),
  role_move: entry(
    "role_move",
    ({ role_id, position }, { space }) => ({ space, role: role_id, position }),
    (all) => ({ roles: all.map(toRole) }),
  ),
  role_assign: entry(
    "role_assign",
    ({ user_id, role_id }, { space }) => ({ space, user: user_id, role: role_id }),
    okMember,
  ),
  role_unassign: entry(
    "role_unassign",
    ({ user_id, role_id }, { space }) => ({ space, user: user_id, role: role_id }),
    okMember,
  ),
} as const;

function okRole(role: Role): Partial<Ok> {
  return { role: toRole(role) };
}

function okMember(member: Member): Partial<Ok> {
  return { member: toMember(member) };
}
