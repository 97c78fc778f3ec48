/** `docs/protocols/originchats.md` section 9.7. */

import type { Id } from "../../../core/model/ids.ts";
import type { Role } from "../../../core/model/spaces.ts";
import { uuidOf } from "../ids.ts";
import {
  corePermissions,
  coreRoleName,
  OWNER,
  OWNER_ROLE_ID,
  permissionsOf,
  rolesObject,
  USER,
} from "../roles.ts";
import { type Fields, type Here, isMissing, Refusal, type Rows, stringIn } from "../row.ts";
import { TEXTS, text } from "../texts.ts";

const forbidden = text(TEXTS.noPermission, { permission: "manage_roles" });
/** Never self-assignable. */
const PROTECTED: ReadonlySet<string> = new Set([OWNER, "admin", "moderator"]);
/** Never deleted. */
const SYSTEM: ReadonlySet<string> = new Set([OWNER, "admin", USER]);

export const roles: Rows = {
  roles_list: (_fields, { named }) => {
    const { roles: all, names } = named();
    return { cmd: "roles_list", roles: rolesObject(all, names, uuidOf) };
  },

  role_create: async (fields, here) => {
    await requireManager(here);
    const name = stringIn(fields, "name")?.trim() ?? "";
    if (name === "") throw new Refusal(TEXTS.roleNameRequired);
    if (fields.self_assignable === true && PROTECTED.has(name))
      throw new Refusal(text(TEXTS.notSelfAssignable, { role: name }));
    if (isTaken(name, here)) throw new Refusal(TEXTS.roleExists);
    const role = await here.ask(
      {
        type: "role_create",
        input: {
          space: here.space,
          name: coreRoleName(name),
          permissions: corePermissions(namesIn(fields.permissions), []),
          color: colorIn(fields.color),
          hoisted: fields.hoisted === true,
          mentionable: true,
          selfAssignable: fields.self_assignable === true,
          category: stringIn(fields, "category") ?? "",
        },
      },
      { forbidden: TEXTS.roleTooHigh },
    );
    return { cmd: "role_create", id: uuidOf(role.id), name };
  },

  role_update: async (fields, here) => {
    await requireManager(here);
    const role = roleIn(fields, here);
    const renamed = isMissing(fields, "id") ? undefined : stringIn(fields, "name");
    const changed = await change(role, { ...fields, name: renamed }, here);
    return { cmd: "role_update", id: uuidOf(role.id), name: nameOf(changed.id, here), updated: true };
  },

  role_set: async (fields, here) => {
    await requireManager(here);
    const role = roleIn(fields, here);
    const { data } = fields;
    if (typeof data !== "object" || data === null || Array.isArray(data) || Object.keys(data).length === 0)
      throw new Refusal(TEXTS.roleDataRequired);
    await change(role, data as Fields, here);
    const { position } = data as Fields;
    if (typeof position === "number" && Number.isSafeInteger(position)) {
      // Position 0 of the wire is the owner's, the highest.
      const highest = here.named().roles.length - 1;
      await move(role, Math.max(1, Math.min(highest, highest + 1 - position)), here);
    }
    return { cmd: "role_set", id: uuidOf(role.id), name: nameOf(role.id, here), updated: true };
  },

  role_delete: async (fields, here) => {
    await requireManager(here);
    const role = roleIn(fields, here);
    const name = nameOf(role.id, here);
    if (SYSTEM.has(name)) throw new Refusal(TEXTS.systemRole);
    const refusals = { forbidden: TEXTS.roleTooHigh };
    await here.ask({ type: "role_delete", input: { space: here.space, role: role.id } }, refusals);
    return { cmd: "role_delete", id: uuidOf(role.id), name, deleted: true };
  },

  role_reorder: async (fields, here) => {
    await requireManager(here);
    if (!Array.isArray(fields.roles) || fields.roles.length === 0)
      throw new Refusal(TEXTS.rolesArrayRequired);
    const listed = fields.roles.flatMap((wished: unknown) => {
      if (wished === OWNER || wished === USER || wished === OWNER_ROLE_ID) return [];
      const role = roleNamed(wished, here);
      if (role === null) throw new Refusal(TEXTS.notReordered);
      return role.position === 0 ? [] : [role];
    });
    const rest = ordered(here).filter(({ id }) => !listed.some((one) => one.id === id));
    const wished = [...listed, ...rest];
    for (const [i, role] of wished.entries()) await move(role, wished.length - i, here);
    return { cmd: "role_reorder", roles: fields.roles };
  },

  role_permissions_set: async (fields, here) => {
    await requireManager(here);
    const role = roleIn(fields, here);
    if (!Array.isArray(fields.permissions)) throw new Refusal(TEXTS.permissionsNotArray);
    const changed = await change(role, { permissions: fields.permissions }, here);
    const permissions = permissionsOf(changed);
    const name = nameOf(role.id, here);
    return { cmd: "role_permissions_set", id: uuidOf(role.id), name, permissions, updated: true };
  },

  role_permissions_get: (fields, here) => {
    const role = roleIn(fields, here);
    const name = nameOf(role.id, here);
    return { cmd: "role_permissions_get", id: uuidOf(role.id), name, permissions: permissionsOf(role) };
  },
};

async function requireManager({ ask, space }: Here): Promise<void> {
  const input = { space, room: null, user: null, permission: "manage_roles" };
  if (!(await ask({ type: "permission_explain", input })).allowed) throw new Refusal(forbidden);
}

/** The role that `id`, else `name` selects; both take either. */
function roleIn(fields: Fields, here: Here): Role {
  const wished = isMissing(fields, "id") ? fields.name : fields.id;
  if (typeof wished !== "string" || wished === "") throw new Refusal(TEXTS.roleRequired);
  const found = roleNamed(wished, here);
  if (found !== null) return found;
  // The owner's is none that could be changed.
  if (wished === OWNER || wished === OWNER_ROLE_ID) throw new Refusal(TEXTS.roleTooHigh);
  throw new Refusal(text(TEXTS.roleNotFound, { role: wished.toWellFormed() }));
}

function roleNamed(wished: unknown, { named }: Here): Role | null {
  const { roles: all, names } = named();
  return all.find(({ id }) => uuidOf(id) === wished || names.get(id) === wished) ?? null;
}

function isTaken(name: string, { named }: Here): boolean {
  return name === OWNER || name === USER || [...named().names.values()].includes(name);
}

function nameOf(id: Id, { named }: Here): string {
  return named().names.get(id) ?? "";
}

/** Those that can be moved, the highest first. */
function ordered({ named }: Here): Role[] {
  return named()
    .roles.filter(({ position }) => position > 0)
    .toSorted((a, b) => b.position - a.position);
}

async function change(role: Role, fields: Fields, here: Here): Promise<Role> {
  const name = stringIn(fields, "name")?.trim();
  const called = nameOf(role.id, here);
  if (name !== undefined && name !== called && isTaken(name, here)) throw new Refusal(TEXTS.roleExists);
  if (fields.self_assignable === true && PROTECTED.has(name ?? called))
    throw new Refusal(text(TEXTS.notSelfAssignable, { role: name ?? called }));
  const input = {
    space: here.space,
    role: role.id,
    name: name === undefined || name === "" || name === called ? null : coreRoleName(name),
    permissions:
      fields.permissions === undefined
        ? null
        : corePermissions(namesIn(fields.permissions), role.permissions),
    color: fields.color === undefined ? null : colorIn(fields.color),
    hoisted: typeof fields.hoisted === "boolean" ? fields.hoisted : null,
    mentionable: null,
    selfAssignable: typeof fields.self_assignable === "boolean" ? fields.self_assignable : null,
    category: fields.category === null ? "" : (stringIn(fields, "category") ?? null),
  };
  return await here.ask({ type: "role_update", input }, { forbidden: TEXTS.roleTooHigh });
}

/** To a position of the core, where higher stands above lower. */
async function move({ id }: Role, position: number, here: Here): Promise<void> {
  const now = here.named().roles.find((role) => role.id === id);
  if (now === undefined || now.position === position) return;
  const input = { space: here.space, role: id, position };
  await here.ask({ type: "role_move", input }, { forbidden: TEXTS.roleTooHigh, invalid: TEXTS.notReordered });
}

function namesIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

/** `#rrggbb`; anything else is none. */
function colorIn(value: unknown): number {
  return typeof value === "string" && /^#[0-9a-f]{6}$/i.test(value) ? Number.parseInt(value.slice(1), 16) : 0;
}
