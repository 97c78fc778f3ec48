/** Roles of the core as the wire's (`docs/protocols/originchats.md` sections 7.1, 7.2 and 8.6). */

import type { Id } from "../../core/model/ids.ts";
import type { Role } from "../../core/model/spaces.ts";
import { PERMISSIONS, type Permission } from "../../core/permissions.ts";

/** The role of a space's owner; the core has none for it. */
export const OWNER = "owner";
/** Everybody's role. */
export const USER = "user";

const OWNER_COLOR = "#9400D3";

/** What the core calls its own roles, and what OriginChats calls them. */
const CALLED: ReadonlyMap<string, string> = new Map([["administrator", "admin"]]);

/** Names that no role of one's own may have here. */
const TAKEN: ReadonlySet<string> = new Set([OWNER, USER, "banned"]);

/** What each role is called, each name once; the highest first. */
export function roleNames(roles: readonly Role[]): Map<Id, string> {
  const names = new Map<Id, string>();
  const used = new Set<string>(TAKEN);
  const ordered = roles.toSorted((a, b) => b.position - a.position);
  const natural = new Set(ordered.map(({ name }) => name));
  for (const { id, name, position } of ordered) {
    if (position === 0) {
      names.set(id, USER);
      continue;
    }
    const called = CALLED.get(name);
    const wished = called !== undefined && !natural.has(called) ? called : name;
    let free = wished;
    for (let i = 2; used.has(free); i++) free = `${wished} ${i}`;
    used.add(free);
    names.set(id, free);
  }
  return names;
}

/** The core's name for a new role that is called so here. */
export function coreRoleName(name: string): string {
  return [...CALLED].find(([, called]) => called === name)?.[0] ?? name;
}

/** The wire's permission names with the core's permissions that they stand for. */
const MEANING: ReadonlyMap<string, readonly Permission[]> = new Map(
  Object.entries<readonly Permission[]>({
    administrator: ["administrator"],
    manage_server: ["manage_space", "manage_emojis", "manage_webhooks"],
    view_audit_log: ["view_audit"],
    manage_roles: ["manage_roles"],
    manage_channels: ["manage_rooms"],
    manage_threads: ["manage_threads"],
    manage_users: ["manage_members"],
    manage_messages: ["delete_any"],
    read_message_history: ["view"],
    send_messages: ["send"],
    embed_links: ["embed_links"],
    attach_files: ["attach"],
    add_reactions: ["react"],
    connect: ["connect"],
    speak: ["speak"],
    stream: ["stream"],
    mention_everyone: ["mention_everyone"],
    use_slash_commands: ["use_commands"],
    kick_members: ["kick"],
    ban_members: ["ban"],
    create_invite: ["create_invite"],
    manage_invites: ["manage_invites"],
    mute_members: ["mute_members"],
    move_members: ["move_members"],
    change_nickname: ["change_nickname"],
  }),
);

/** A role's permissions in the wire's names; what these have no word for is left out. */
export function permissionsOf({ permissions }: Pick<Role, "permissions">): string[] {
  return [...MEANING]
    .filter(([, meant]) => meant.every((one) => permissions.includes(one)))
    .map(([name]) => name);
}

/** The wire's names as permissions of the core; unknown ones mean nothing. What the wire has no word for stays as it was. */
export function corePermissions(names: readonly string[], before: readonly string[]): string[] {
  const sayable = new Set<string>([...MEANING.values()].flat());
  const wished = new Set<string>(names.flatMap((name) => MEANING.get(name) ?? []));
  return Object.keys(PERMISSIONS).filter((one) =>
    sayable.has(one) ? wished.has(one) : before.includes(one),
  );
}

/** 0 is none. */
export function colorOf(color: number): string | null {
  return color === 0 ? null : `#${color.toString(16).padStart(6, "0").toUpperCase()}`;
}

/** The colour that a name is shown in: that of the first role; `roles` as `rolesOf` lists them. */
export function firstColor(
  listed: readonly string[],
  roles: readonly Role[],
  names: ReadonlyMap<Id, string>,
) {
  const [first] = listed;
  if (first === OWNER) return OWNER_COLOR;
  const role = roles.find(({ id }) => names.get(id) === first);
  return role === undefined ? null : colorOf(role.color);
}

/** The id of the owner's role, which is none of the core's. */
export const OWNER_ROLE_ID = "00000000-0000-8000-8000-000000000000";

/** `roles` of a `roles_list` (section 8.6), sorted by position, each with its `name` (section 14.4). */
export function rolesObject(
  roles: readonly Role[],
  names: ReadonlyMap<Id, string>,
  idOf: (id: Id) => string,
): Record<string, object> {
  const list: Record<string, object> = {
    [OWNER]: {
      id: OWNER_ROLE_ID,
      name: OWNER,
      description: "Server owner with ultimate permissions.",
      color: OWNER_COLOR,
      hoisted: true,
      permissions: ["administrator"],
      self_assignable: false,
      category: null,
      position: 0,
    },
  };
  let position = 0;
  for (const [id, name] of names) {
    const role = roles.find((one) => one.id === id);
    if (role !== undefined) list[name] = roleObject(role, name, ++position, idOf);
  }
  return list;
}

function roleObject(role: Role, name: string, position: number, idOf: (id: Id) => string): object {
  const { id, color, hoisted, selfAssignable, category } = role;
  return {
    id: idOf(id),
    name,
    description: "",
    color: colorOf(color),
    hoisted,
    permissions: permissionsOf(role),
    self_assignable: selfAssignable,
    category: category === "" ? null : category,
    position,
  };
}
