/**
 * A room's overrides as lists of role names, and back (`docs/protocols/originchats.md` section 7.4): `!role` denies.
 * Outcomes that depend on the order of a user's roles are not copied; the owner may everything.
 */

import type { Override } from "../../core/model/rooms.ts";
import type { Role } from "../../core/model/spaces.ts";
import type { Permission } from "../../core/permissions.ts";
import type { NamedSpace } from "./names.ts";
import { OWNER, USER } from "./roles.ts";
import { CHANNEL_ACTIONS, type ChannelAction } from "./wire.ts";

const MEANING: Readonly<Record<ChannelAction, Permission>> = {
  view: "view",
  send: "send",
  delete: "delete_any",
  create_thread: "create_thread",
  delete_own: "delete_own",
  edit_own: "edit_own",
  react: "react",
  pin: "pin",
};

/** Who may what, as lists of role names. An action that everybody may and that means that by default is left out. */
export function permissionLists(
  { overrides }: { readonly overrides: readonly Override[] },
  named: NamedSpace,
): Record<string, string[]> {
  const lists: Record<string, string[]> = {};
  for (const action of CHANNEL_ACTIONS) {
    const list = listOf(action, overrides, named);
    const isDefault = list.length === 1 && list[0] === USER;
    if (isDefault && OWN_DEFAULT.has(action)) continue;
    lists[action] = list;
  }
  return lists;
}

/** Actions that everybody may where the list is missing. */
const OWN_DEFAULT: ReadonlySet<ChannelAction> = new Set(["delete_own", "edit_own", "react"]);

function listOf(action: ChannelAction, overrides: readonly Override[], named: NamedSpace): string[] {
  const permission = MEANING[action];
  const everyone = named.roles.find(({ position }) => position === 0);
  const said = (role: Role | undefined): "allow" | "deny" | null => {
    const override = overrides.find(({ target }) => target === role?.id);
    if (override?.allow.includes(permission)) return "allow";
    return override?.deny.includes(permission) ? "deny" : null;
  };
  const ofAll = said(everyone);
  const all = ofAll === null ? everyone?.permissions.includes(permission) === true : ofAll === "allow";
  const list: string[] = all ? [USER] : [OWNER];
  for (const [id, name] of named.names) {
    const role = named.roles.find((one) => one.id === id);
    if (role === undefined || role === everyone) continue;
    const rules = role.permissions.includes("administrator");
    const own = said(role);
    if (all) {
      if (own === "deny" && !rules) list.push(`!${name}`);
    } else if (
      rules ||
      own === "allow" ||
      (own === null && ofAll === null && role.permissions.includes(permission))
    ) {
      list.push(name);
    }
  }
  return list;
}

/** The lists as they came: what is no list of strings says nothing. */
export type Lists = Readonly<Partial<Record<ChannelAction, readonly string[]>>>;

/** Who may what by default where a list is missing or empty (section 7.4). */
const DEFAULTS: Readonly<Record<ChannelAction, readonly string[]>> = {
  view: [OWNER],
  send: [OWNER],
  delete: [OWNER],
  create_thread: [OWNER],
  delete_own: [USER],
  edit_own: [USER],
  react: [USER],
  pin: [OWNER],
};

/** The overrides that say what the lists say; what these have no word for stays as it is in `before`. */
export function overridesFor(lists: Lists, before: readonly Override[], named: NamedSpace): Override[] {
  const wire = new Set<string>(Object.values(MEANING));
  const result = new Map<number, { allow: string[]; deny: string[]; of: Override["of"] }>();
  for (const { of, target, allow, deny } of before) {
    const rules = named.roles.some(
      ({ id, permissions }) => id === target && permissions.includes("administrator"),
    );
    const keeps = (name: string): boolean => of === "user" || rules || !wire.has(name);
    result.set(target, { of, allow: allow.filter(keeps), deny: deny.filter(keeps) });
  }
  for (const role of named.roles) {
    // Who may everything is not asked.
    if (role.permissions.includes("administrator")) continue;
    const entry = result.get(role.id) ?? { of: "role" as const, allow: [], deny: [] };
    const name = named.names.get(role.id) ?? role.name;
    for (const action of CHANNEL_ACTIONS) {
      const list = (lists[action]?.length ?? 0) > 0 ? (lists[action] ?? []) : DEFAULTS[action];
      const permission = MEANING[action];
      const isListed = list.includes(name);
      if (role.position === 0) {
        if (isListed && !role.permissions.includes(permission)) entry.allow.push(permission);
        if (!isListed && role.permissions.includes(permission)) entry.deny.push(permission);
        continue;
      }
      // What everybody may not, by their own role or by the list, other roles may that are listed.
      if (isListed) entry.allow.push(permission);
      else if (list.includes(`!${name}`) || (!list.includes(USER) && role.permissions.includes(permission)))
        entry.deny.push(permission);
    }
    if (entry.allow.length + entry.deny.length > 0) result.set(role.id, entry);
    else result.delete(role.id);
  }
  return [...result].map(([target, { of, allow, deny }]) => ({ of, target, allow, deny }));
}
