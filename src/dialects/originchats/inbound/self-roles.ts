/** `docs/protocols/originchats.md` section 9.8. */

import type { Id } from "../../../core/model/ids.ts";
import type { Role } from "../../../core/model/spaces.ts";
import { uuidOf } from "../ids.ts";
import { rolesOf } from "../names.ts";
import { rolesObject } from "../roles.ts";
import { type Fields, type Here, isMissing, Refusal, type Row, type Rows } from "../row.ts";
import { TEXTS } from "../texts.ts";

export const selfRoles: Rows = {
  self_role_add: take("self_role_add"),
  self_role_remove: take("self_role_remove"),

  self_roles_list: async (_fields, here) => {
    const { roles, names } = here.named();
    const held = await heldBy(here);
    const all = rolesObject(roles, names, uuidOf);
    const free = [...names].filter(([id]) => roles.find((role) => role.id === id)?.selfAssignable === true);
    return {
      cmd: "self_roles_list",
      roles: free.map(([id, name]) => ({ ...all[name], name, assigned: held.includes(id) })),
    };
  },
};

function take(cmd: "self_role_add" | "self_role_remove"): Row {
  return async (fields, here) => {
    const role = roleIn(fields, here);
    const held = (await heldBy(here)).includes(role.id);
    if (cmd === "self_role_add" && held) throw new Refusal(TEXTS.roleHeld);
    if (cmd === "self_role_remove" && !held) throw new Refusal(TEXTS.roleNotHeld);
    const input = { space: here.space, user: here.session.user.id, role: role.id };
    const type = cmd === "self_role_add" ? "role_assign" : "role_unassign";
    const member = await here.ask({ type, input }, { not_found: TEXTS.noSuchRole });
    return { cmd, role: fields.role, success: true, roles: rolesOf(member, here.named()) };
  };
}

/** The role that `role` names, where everybody may take it. */
function roleIn(fields: Fields, here: Here): Role {
  if (isMissing(fields, "role") || fields.role === "") throw new Refusal(TEXTS.roleNameRequired);
  const { roles, names } = here.named();
  const role = roles.find(({ id }) => names.get(id) === fields.role);
  if (role === undefined) throw new Refusal(TEXTS.noSuchRole);
  if (!role.selfAssignable) throw new Refusal(TEXTS.roleNotFree);
  return role;
}

async function heldBy(here: Here): Promise<readonly Id[]> {
  const { handle, id } = here.session.user;
  const input = { space: here.space, room: null, after: id - 1, limit: 1, prefix: handle, role: null };
  const page = await here.ask({ type: "members_get", input });
  return page.items.find(({ user }) => user.id === id)?.roles ?? [];
}
