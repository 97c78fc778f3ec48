/** The permissions, and what the roles of a new space hold of them. */

import { Fault } from "./faults.ts";

/** Each with what it allows, for the documentation and for the clients' lists. */
export const PERMISSIONS = {
  // In a room; a room's overrides may allow or deny them by role and by user.
  view: "see the room and its messages",
  send: "send messages",
  attach: "attach files",
  embed_links: "have link previews made, and put boxes under what they write",
  react: "add reactions",
  pin: "pin and unpin messages",
  edit_own: "edit one's own messages",
  delete_own: "delete one's own messages",
  delete_any: "delete the messages of others",
  create_thread: "open threads",
  manage_threads: "change, lock and delete the threads of others",
  mention_everyone: "mention all who see the room",
  use_commands: "use slash commands",
  connect: "enter voice rooms",
  speak: "speak in voice rooms",
  stream: "share the screen or camera",
  mute_members: "mute and deafen others in voice rooms",
  move_members: "move others between voice rooms",
  manage_room: "change this room and its overrides",
  manage_webhooks: "make and change webhooks",
  // In the space.
  administrator: "everything",
  manage_space: "change the space",
  manage_rooms: "make, change, move and delete rooms",
  manage_roles: "make, change and give roles below one's own",
  manage_emojis: "add, change and remove server emojis",
  manage_members: "change nicknames and profiles of others",
  kick: "remove members",
  ban: "ban and unban",
  timeout: "silence members for a while",
  create_invite: "make invites",
  create_space: "make further spaces of the instance; asked in its default space",
  manage_invites: "see and withdraw the invites of others",
  view_staff: "see the staff's stream",
  view_audit: "read the audit log",
  manage_reports: "read and close reports",
  manage_automod: "change the automatic rules",
  change_nickname: "change one's own nickname",
} as const;

export type Permission = keyof typeof PERMISSIONS;

/** Those that a room's overrides may name. */
export const ROOM_PERMISSIONS: readonly Permission[] = [
  "view",
  "send",
  "attach",
  "embed_links",
  "react",
  "pin",
  "edit_own",
  "delete_own",
  "delete_any",
  "create_thread",
  "manage_threads",
  "mention_everyone",
  "use_commands",
  "connect",
  "speak",
  "stream",
  "mute_members",
  "move_members",
  "manage_room",
  "manage_webhooks",
];

/** What everybody may do in a new space. */
export const EVERYONE: readonly Permission[] = [
  "view",
  "send",
  "attach",
  "embed_links",
  "react",
  "edit_own",
  "delete_own",
  "create_thread",
  "use_commands",
  "connect",
  "speak",
  "stream",
  "create_invite",
  "change_nickname",
];

const MODERATOR: readonly Permission[] = [
  "delete_any",
  "pin",
  "manage_threads",
  "mention_everyone",
  "mute_members",
  "move_members",
  "manage_members",
  "kick",
  "ban",
  "timeout",
  "manage_invites",
  "view_staff",
  "view_audit",
  "manage_reports",
];

/** The roles of a new space besides everyone's, lowest first. */
export const SYSTEM_ROLES: readonly { readonly name: string; readonly permissions: readonly Permission[] }[] =
  [
    { name: "moderator", permissions: MODERATOR },
    { name: "administrator", permissions: ["administrator", "view_staff"] },
  ];

/** What the members of a dialog, a group or their own notes may do there. */
export const DIRECT: ReadonlySet<Permission> = new Set([
  "view",
  "send",
  "attach",
  "embed_links",
  "react",
  "pin",
  "edit_own",
  "delete_own",
  "mention_everyone",
  "use_commands",
  "connect",
  "speak",
  "stream",
]);

/** What is left to somebody who is timed out, and to everybody in an archived room. */
export const READING: ReadonlySet<Permission> = new Set(["view"]);

/** What it takes to say something: what an archived thread still takes, for it opens by it. */
export const SPEAKING: ReadonlySet<Permission> = new Set([
  "send",
  "attach",
  "embed_links",
  "mention_everyone",
  "use_commands",
]);

export function isPermission(name: string): name is Permission {
  return Object.hasOwn(PERMISSIONS, name);
}

/**
 * Names of permissions, each once, in the order of the table.
 *
 * Faults: `invalid` for a name that is none, or none of `among`.
 */
export function requirePermissions(
  names: readonly string[],
  among: readonly Permission[] = Object.keys(PERMISSIONS).filter(isPermission),
): Permission[] {
  const known = new Set<string>(among);
  const wrong = names.find((name) => !known.has(name));
  if (wrong !== undefined) throw new Fault("invalid", `"${wrong}" is no permission that can be set here`);
  return among.filter((name) => names.includes(name));
}
