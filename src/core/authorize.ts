/** May this user do this here, and if not, why: one answer for every dialect. */

import { Fault, notFound } from "./faults.ts";
import type { Role, User } from "./model.ts";
import type { Place, RoomFacts, SpaceFacts } from "./ports.ts";

export type Permission =
  | "view"
  | "send"
  | "react"
  | "edit_own"
  | "delete_own"
  | "delete_any"
  | "manage_rooms"
  | "manage_space";

/** What everybody may do in a new space. */
export const EVERYONE: readonly Permission[] = ["view", "send", "react", "edit_own", "delete_own"];

/** The caller, or `unauthenticated` when the token behind the command has ended meanwhile. */
export function requireCaller(caller: User | null): User {
  if (caller === null) throw new Fault("unauthenticated", "You are signed out");
  return caller;
}

/**
 * The caller and the room, when the caller may see the room and has the permission.
 *
 * Faults: `unauthenticated`, `not_found` (no such room, or not visible: the same), `forbidden`.
 */
export function requireRoom(facts: RoomFacts, permission: Permission): { caller: User; place: Place } {
  const caller = requireCaller(facts.caller);
  const { place } = facts;
  if (place === null || !may(place, "view")) throw notFound();
  if (!may(place, permission)) throw forbidden(permission);
  return { caller, place };
}

/** Faults: `unauthenticated`, `not_found` (no such space, or not a member: the same), `forbidden`. */
export function requireSpace(facts: SpaceFacts, permission: Permission) {
  const caller = requireCaller(facts.caller);
  const { space, member, roles } = facts;
  if (space === null || !member) throw notFound();
  if (!may({ member, owner: space.owner === caller.id, roles }, permission)) throw forbidden(permission);
  return { caller, space };
}

/** Whether somebody standing here has the permission. The owner has all; who is no member has none. */
export function may(
  standing: { readonly member: boolean; readonly owner: boolean; readonly roles: readonly Role[] },
  permission: Permission,
): boolean {
  if (!standing.member) return false;
  return standing.owner || standing.roles.some((role) => role.permissions.includes(permission));
}

export function forbidden(permission: Permission): Fault {
  return new Fault("forbidden", `You need the permission "${permission}" here`);
}
