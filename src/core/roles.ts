/** Roles: making, changing, ordering and deleting them. Positions are 0 (everyone's), 1, 2 … without gaps. */

import { Type } from "typebox";
import { record } from "./audit.ts";
import { requireAbove, requireHeld, requireSpace } from "./authorize.ts";
import { command, fields, happened, IdSchema } from "./command.ts";
import { sightOfAll } from "./events/signals.ts";
import type { Event } from "./events.ts";
import { Fault, notFound } from "./faults.ts";
import type { Id } from "./model/ids.ts";
import type { Role } from "./model/spaces.ts";
import type { Actor } from "./model/users.ts";
import { dropRoleOverrides } from "./overrides.ts";
import { PERMISSIONS, requirePermissions } from "./permissions.ts";
import type { Tx } from "./tx/tx.ts";

/** Longest name of a role, and of the heading it is offered under, in code points. */
export const MAX_ROLE_NAME = 64;
/** Most roles of a space. */
export const MAX_ROLES = 250;

const names = Type.Array(Type.String(), { maxItems: Object.keys(PERMISSIONS).length });
const color = Type.Integer({ minimum: 0, maximum: 0xffffff });

/**
 * Make a role, the lowest above everyone's; the others move up.
 *
 * Faults: `not_found` (space), `forbidden`, `invalid`, `limit_reached`.
 */
export const roleCreate = command(
  "change",
  fields({
    space: IdSchema,
    name: Type.String(),
    permissions: names,
    color,
    hoisted: Type.Boolean(),
    mentionable: Type.Boolean(),
    selfAssignable: Type.Boolean(),
    category: Type.String(),
    exclusive: Type.Optional(Type.Boolean()),
  }),
  async (tx, actor, input) => {
    const { space, standing, roles } = await loadRoles(tx, actor, input.space);
    requireAbove(standing, 0);
    const permissions = requirePermissions(input.permissions);
    requireHeld(standing, permissions, tx.now);
    if (roles.length >= MAX_ROLES) throw new Fault("limit_reached", `A space has at most ${MAX_ROLES} roles`);
    const { hoisted, mentionable, selfAssignable } = input;
    const role: Role = {
      id: tx.newId(),
      space: space.id,
      name: requireRoleName(input.name),
      position: 1,
      permissions,
      color: input.color,
      hoisted,
      mentionable,
      selfAssignable,
      category: requireHeading(input.category),
      exclusive: input.exclusive ?? false,
    };
    await tx.insertRole(role);
    const shifted = await reorder(tx, actor, roles, [role, ...ordered(roles)]);
    const event: Event = { ...happened(tx, actor, space.id), type: "role_create", role };
    const after = { name: role.name, permissions };
    const audit = await record(tx, actor, space, { action: "role_create", target: role.id, after });
    return { reply: role, events: [event, ...shifted, audit] };
  },
);

/** Change a role; null leaves a field. Faults: `not_found`, `forbidden`, `invalid`. */
export const roleUpdate = command(
  "change",
  fields({
    space: IdSchema,
    role: IdSchema,
    name: Type.Union([Type.String(), Type.Null()]),
    permissions: Type.Union([names, Type.Null()]),
    color: Type.Union([color, Type.Null()]),
    hoisted: Type.Union([Type.Boolean(), Type.Null()]),
    mentionable: Type.Union([Type.Boolean(), Type.Null()]),
    selfAssignable: Type.Union([Type.Boolean(), Type.Null()]),
    category: Type.Union([Type.String(), Type.Null()]),
    /** Absent leaves it. */
    exclusive: Type.Optional(Type.Boolean()),
  }),
  async (tx, actor, input) => {
    const { space, standing, roles } = await loadRoles(tx, actor, input.space);
    const old = findRole(roles, input.role);
    if (old.position > 0) requireAbove(standing, old.position);
    const permissions = input.permissions === null ? old.permissions : requirePermissions(input.permissions);
    const granted = requirePermissions(permissions.filter((name) => !old.permissions.includes(name)));
    requireHeld(standing, granted, tx.now);
    const selfAssignable = input.selfAssignable ?? old.selfAssignable;
    if (selfAssignable && old.position === 0) throw new Fault("invalid", "Everybody has this role");
    const role: Role = {
      ...old,
      name: input.name === null ? old.name : requireRoleName(input.name),
      permissions,
      color: input.color ?? old.color,
      hoisted: input.hoisted ?? old.hoisted,
      mentionable: input.mentionable ?? old.mentionable,
      selfAssignable,
      category: input.category === null ? old.category : requireHeading(input.category),
      exclusive: input.exclusive ?? old.exclusive,
    };
    const changed = UPDATABLE.filter((key) => JSON.stringify(role[key]) !== JSON.stringify(old[key]));
    if (changed.length === 0) return { reply: old, events: [] };
    // Who makes a role free for all grants what it holds.
    if (selfAssignable && !old.selfAssignable) requireHeld(standing, requirePermissions(permissions), tx.now);
    await tx.updateRole(role);
    const audit = await record(tx, actor, space, {
      action: "role_update",
      target: role.id,
      before: Object.fromEntries(changed.map((key) => [key, old[key]])),
      after: Object.fromEntries(changed.map((key) => [key, role[key]])),
    });
    const events = [updated(tx, actor, role), audit];
    return {
      reply: role,
      events: changed.includes("permissions") ? [...events, sightOfAll(space.id)] : events,
    };
  },
);

/** Delete a role; its members and the rooms' overrides lose it. Faults: `not_found`, `forbidden`. */
export const roleDelete = command(
  "change",
  fields({ space: IdSchema, role: IdSchema }),
  async (tx, actor, input) => {
    const { space, standing, roles } = await loadRoles(tx, actor, input.space);
    const role = requireOrdinary(findRole(roles, input.role));
    requireAbove(standing, role.position);
    await tx.deleteRole(role);
    const rooms = await dropRoleOverrides(tx, actor, space.id, role.id);
    const rest = ordered(roles).filter(({ id }) => id !== role.id);
    const shifted = await reorder(tx, actor, roles, rest);
    const event: Event = { ...happened(tx, actor, space.id), type: "role_delete", role: role.id };
    const before = { name: role.name, permissions: role.permissions };
    const audit = await record(tx, actor, space, { action: "role_delete", target: role.id, before });
    return { reply: null, events: [event, ...shifted, ...rooms, audit, sightOfAll(space.id)] };
  },
);

/**
 * Put a role at another rank, both below one's own; the roles between move by one. Gives all roles, highest
 * first.
 *
 * Faults: `not_found`, `forbidden`, `invalid` (no such rank).
 */
export const roleMove = command(
  "change",
  fields({ space: IdSchema, role: IdSchema, position: Type.Integer({ minimum: 1, maximum: MAX_ROLES }) }),
  async (tx, actor, { space: id, role: roleId, position }) => {
    const { space, standing, roles } = await loadRoles(tx, actor, id);
    const role = requireOrdinary(findRole(roles, roleId));
    if (position >= roles.length) throw new Fault("invalid", `The highest rank is ${roles.length - 1}`);
    requireAbove(standing, Math.max(role.position, position));
    if (position === role.position) return { reply: roles, events: [] };
    const others = ordered(roles).filter((other) => other.id !== role.id);
    const shifted = await reorder(tx, actor, roles, others.toSpliced(position - 1, 0, role));
    const audit = await record(tx, actor, space, {
      action: "role_move",
      target: role.id,
      before: { position: role.position },
      after: { position },
    });
    return { reply: await tx.rolesOf(space.id), events: [...shifted, audit] };
  },
);

/** Faults: `not_found`, `forbidden`. */
async function loadRoles(tx: Tx, actor: Actor, space: Id) {
  const facts = requireSpace(await tx.loadSpace(actor, space), "manage_roles", tx.now);
  return { ...facts, roles: await tx.rolesOf(space) };
}

/** Faults: `not_found`. */
export function findRole(roles: readonly Role[], id: Id): Role {
  const role = roles.find((one) => one.id === id);
  if (role === undefined) throw notFound();
  return role;
}

/** Faults: `forbidden` for everyone's role. */
export function requireOrdinary(role: Role): Role {
  if (role.position === 0) throw new Fault("forbidden", "Everybody has this role, always");
  return role;
}

const UPDATABLE = [
  "name",
  "permissions",
  "color",
  "hoisted",
  "mentionable",
  "selfAssignable",
  "category",
  "exclusive",
] as const satisfies readonly (keyof Role)[];

/** Those above everyone's, lowest first. */
function ordered(roles: readonly Role[]): Role[] {
  return roles.filter(({ position }) => position > 0).toSorted((a, b) => a.position - b.position);
}

/** Gives the roles the positions 1, 2, 3 … and tells of those that had another one in `old`. */
async function reorder(tx: Tx, actor: Actor, old: readonly Role[], order: readonly Role[]): Promise<Event[]> {
  const events: Event[] = [];
  for (const [i, role] of order.entries()) {
    const position = i + 1;
    const before = old.find(({ id }) => id === role.id)?.position ?? position;
    if (before === position) continue;
    const moved = { ...role, position };
    await tx.updateRole(moved);
    events.push(updated(tx, actor, moved));
  }
  return events;
}

function updated(tx: Tx, actor: Actor, role: Role): Event {
  return { ...happened(tx, actor, role.space), type: "role_update", role };
}

function requireRoleName(name: string): string {
  const trimmed = name.normalize("NFC").trim();
  if (trimmed === "" || [...trimmed].length > MAX_ROLE_NAME || /\p{Cc}/u.test(trimmed)) {
    throw new Fault(
      "invalid",
      `A role's name has 1 to ${MAX_ROLE_NAME} characters and no control characters`,
    );
  }
  return trimmed;
}

function requireHeading(text: string): string {
  if ([...text].length > MAX_ROLE_NAME || /\p{Cc}/u.test(text))
    throw new Fault("invalid", `A heading has at most ${MAX_ROLE_NAME} characters and no control characters`);
  return text;
}
