/**
 * May this user do this here, and if not, why: one answer for every dialect.
 *
 * In a space: the owner may everything; the role "administrator" too; else the roles add up, and the room's
 * overrides change that, first everyone's, then those of the other roles (a deny is undone by any allow),
 * then the user's own.
 */

import { Fault, notFound } from "./faults.ts";
import type { Id, Millis } from "./model/ids.ts";
import type { Message } from "./model/messages.ts";
import type { Override, Room, RoomKind } from "./model/rooms.ts";
import type { Role } from "./model/spaces.ts";
import type { User } from "./model/users.ts";
import { DIRECT, type Permission, READING, SPEAKING } from "./permissions.ts";
import type { MessageFacts } from "./tx/messages.ts";
import type { Place, RoomFacts } from "./tx/rooms.ts";
import type { SpaceFacts } from "./tx/spaces.ts";

/** Who stands where, as far as rights go. */
export interface Standing {
  readonly user: Id;
  readonly member: boolean;
  /** Of the space, or of the group. */
  readonly owner: boolean;
  /** In a dialog, a group or notes: no roles, but what their members may. */
  readonly direct: boolean;
  readonly roles: readonly Role[];
  readonly overrides: readonly Override[];
  readonly timeoutUntil: Millis;
  /** Nothing can be done but reading: the room, or the room of the thread, is archived. */
  readonly archived: boolean;
  /** In an archived thread: a message opens it again. */
  readonly resting: boolean;
  /** In a locked thread. */
  readonly locked: boolean;
  /** Nobody acts in the space but those who may silence members. */
  readonly lockedDown: boolean;
  /** The other side of the dialog has blocked the user. */
  readonly blocked: boolean;
  /** Permissions that the token is limited to; null = not limited. */
  readonly scopes: readonly string[] | null;
}

/** The answer, with its reason in words for people. */
export interface Decision {
  readonly allowed: boolean;
  readonly because: string;
}

/** Why nobody is written to who has blocked the writer. */
const CLOSED = "this dialog is not open to you";
const LOCKED_DOWN = "the space is locked down";
/** Rooms that hold other rooms, and no messages of their own. */
const SILENT: ReadonlySet<RoomKind> = new Set(["category", "forum"]);

/** Decides, and says why. */
export function decide(standing: Standing, permission: Permission, now: Millis): Decision {
  const { member, owner, direct, timeoutUntil, archived, blocked } = standing;
  if (!member) return no("not a member");
  if (standing.scopes !== null && !standing.scopes.includes(permission))
    return no("this token is not made for it");
  if (archived && permission !== "manage_room" && !READING.has(permission)) return no("the room is archived");
  const shut = shutBy(standing, permission, now);
  if (shut !== null) return no(shut);
  // Says no more than that: who is blocked is not told so.
  if (blocked && permission !== "delete_own" && !READING.has(permission)) return no(CLOSED);
  if (owner) return yes("the owner may everything");
  if (direct) return DIRECT.has(permission) ? yes("a member of this room") : no("nobody may that here");
  if (timeoutUntil > now && !READING.has(permission)) return no("timed out");
  const administrator = standing.roles.find((role) => role.permissions.includes("administrator"));
  if (administrator !== undefined) return yes(`the role ${administrator.name} may everything`);
  if (isShut(standing) && !READING.has(permission)) return no(LOCKED_DOWN);
  const manager = standing.roles.find((role) => role.permissions.includes("manage_rooms"));
  // Who may delete the room may change it, whatever its overrides say.
  if (permission === "manage_room" && manager !== undefined)
    return yes(`the role ${manager.name} manages all rooms`);
  return overridden(standing, permission) ?? byRoles(standing.roles, permission);
}

/** Why a thread does not take what it asks for; null where it does. Who manages threads writes in locked ones. */
function shutBy(standing: Standing, permission: Permission, now: Millis): string | null {
  const { resting, locked } = standing;
  if (permission === "manage_threads" || READING.has(permission)) return null;
  if (resting && locked) return "the thread is archived and locked";
  if (resting && !SPEAKING.has(permission)) return "the thread is archived";
  if (!locked || decide({ ...standing, resting: false, locked: false }, "manage_threads", now).allowed)
    return null;
  return "the thread is locked";
}

/** Whether somebody standing here has the permission. */
export function may(standing: Standing, permission: Permission, now: Millis): boolean {
  return decide(standing, permission, now).allowed;
}

/** The standing of a caller in a place. */
export function standingIn(place: Place, user: Id): Standing {
  const { member, owner, roles, timeoutUntil, lockedDown, blocked, room, scopes } = place;
  const { overrides, space, locked } = room;
  const direct = space === null;
  const resting = room.kind === "thread" && room.archived;
  const archived = place.parentArchived || (room.archived && !resting);
  const closed = { archived, resting, locked, lockedDown, blocked };
  return { user, member, owner, direct, roles, overrides, timeoutUntil, scopes, ...closed };
}

/** The standing of a caller in the space itself. */
export function standingInSpace(
  { space, member, roles, timeoutUntil, scopes }: SpaceFacts,
  user: Id,
): Standing {
  const owner = space?.owner === user;
  const lockedDown = space?.lockedDown === true;
  const open = { overrides: [], archived: false, resting: false, locked: false, lockedDown, blocked: false };
  return { user, member, owner, direct: false, roles, timeoutUntil, scopes, ...open };
}

/** The standing of a member in a space where nothing is in the way: no timeout, no overrides, nothing closed. */
export function unhindered({ user, owner, roles }: Pick<Standing, "user" | "owner" | "roles">): Standing {
  const open = { archived: false, resting: false, locked: false, lockedDown: false, blocked: false };
  const rest = { overrides: [], timeoutUntil: 0, scopes: null };
  return { user, member: true, owner, direct: false, roles, ...rest, ...open };
}

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
export function requireRoom(
  facts: RoomFacts,
  permission: Permission,
  now: Millis,
): { caller: User; place: Place } {
  const caller = requireCaller(facts.caller);
  const { place } = facts;
  if (place === null) throw notFound();
  const standing = standingIn(place, caller.id);
  if (!may(standing, "view", now)) throw notFound();
  require(standing, permission, now);
  if (permission === "send" && SILENT.has(place.room.kind))
    throw new Fault("forbidden", `Nothing can be said in a ${place.room.kind} itself`);
  return { caller, place };
}

/** Faults: `unauthenticated`, `not_found` (no such space, or not a member: the same), `forbidden`. */
export function requireSpace(facts: SpaceFacts, permission: Permission, now: Millis) {
  const { caller, space, standing } = requireMember(facts);
  require(standing, permission, now);
  return { caller, space, standing };
}

/** Faults: `unauthenticated`, `not_found` (no such space, or not a member: the same). */
export function requireMember(facts: SpaceFacts) {
  const caller = requireCaller(facts.caller);
  const { space, member } = facts;
  if (space === null || !member) throw notFound();
  return { caller, space, standing: standingInSpace(facts, caller.id) };
}

/** The caller, the room and the message, when it is there to be acted on: visible and not deleted. */
export function requireMessage(
  facts: MessageFacts,
  now: Millis,
): { caller: User; place: Place; standing: Standing; message: Message } {
  const { caller, place } = requireRoom(facts, "view", now);
  const { message } = facts;
  if (message === null || message.deleted !== null) throw notFound();
  return { caller, place, standing: standingIn(place, caller.id), message };
}

/** Faults: `forbidden`, with the reason. */
export function require(standing: Standing, permission: Permission, now: Millis): void {
  const { allowed, because } = decide(standing, permission, now);
  if (!allowed) throw new Fault("forbidden", `You need the permission "${permission}" here: ${because}`);
}

/** The rank of somebody in a space: the position of their highest role; the owner stands above all. */
export function rankOf({ owner, roles }: Pick<Standing, "owner" | "roles">): number {
  return owner ? Number.POSITIVE_INFINITY : Math.max(0, ...roles.map((role) => role.position));
}

/** Faults: `forbidden` for somebody who is timed out, and in a space that is locked down. */
export function requireActive(standing: Standing, now: Millis): void {
  if (!standing.owner && standing.timeoutUntil > now) throw new Fault("forbidden", "You are timed out");
  if (!standing.owner && isShut(standing)) throw new Fault("forbidden", "The space is locked down");
}

/** Whether a lock-down leaves somebody only reading; owners are asked about before. */
function isShut({ lockedDown, roles }: Standing): boolean {
  const mayWrite = ({ permissions }: Role): boolean =>
    permissions.includes("timeout") || permissions.includes("administrator");
  return lockedDown && !roles.some(mayWrite);
}

/** The roles that somebody has to whom these are listed: everyone's is always among them. */
export function heldRoles(roles: readonly Role[], listed: readonly Id[]): Role[] {
  return roles.filter((role) => role.position === 0 || listed.includes(role.id));
}

/** Nobody acts on a role or a member at or above their own highest role. Faults: `forbidden`. */
export function requireAbove(standing: Standing, rank: number): void {
  if (rankOf(standing) <= rank) throw new Fault("forbidden", "This is at or above your own highest role");
}

/** Nobody grants what they do not hold themselves. Faults: `forbidden`, with the first that is missing. */
export function requireHeld(standing: Standing, granted: readonly Permission[], now: Millis): void {
  for (const permission of granted) {
    const { allowed, because } = decide(standing, permission, now);
    if (!allowed)
      throw new Fault("forbidden", `You cannot grant "${permission}" without holding it: ${because}`);
  }
}

/** Whether somebody with the standing sees a room of the space. */
export function sees(standing: Standing, { overrides, archived }: Room, now: Millis): boolean {
  return may({ ...standing, overrides, archived }, "view", now);
}

function byRoles(roles: readonly Role[], permission: Permission): Decision {
  const role = roles.find((one) => one.permissions.includes(permission));
  return role === undefined ? no("none of your roles has it") : yes(`the role ${role.name} has it`);
}

/** What the overrides say, or null when they say nothing of it. */
function overridden({ user, roles, overrides }: Standing, permission: Permission): Decision | null {
  if (overrides.length === 0) return null;
  const own = overrides.find(({ target }) => target === user);
  if (own?.allow.includes(permission)) return yes("allowed to you in this room");
  if (own?.deny.includes(permission)) return no("denied to you in this room");
  const held = (position: (role: Role) => boolean): Override[] =>
    overrides.filter(({ target }) => roles.some((role) => role.id === target && position(role)));
  const ofRoles = held((role) => role.position > 0);
  if (ofRoles.some(({ allow }) => allow.includes(permission)))
    return yes("allowed to one of your roles in this room");
  if (ofRoles.some(({ deny }) => deny.includes(permission)))
    return no("denied to one of your roles in this room");
  const everyone = held((role) => role.position === 0);
  if (everyone.some(({ allow }) => allow.includes(permission)))
    return yes("allowed to everyone in this room");
  if (everyone.some(({ deny }) => deny.includes(permission))) return no("denied to everyone in this room");
  return null;
}

function yes(because: string): Decision {
  return { allowed: true, because };
}

function no(because: string): Decision {
  return { allowed: false, because };
}
