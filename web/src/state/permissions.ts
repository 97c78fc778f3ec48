/**
 * What one may do oneself, so that only what works is offered (docs/permissions.md). The server decides; this
 * follows its rules on what is known here.
 */

import type { Member, Override, Room } from "../../../sdk/src/gen/protocol.ts";
import type { State } from "../../../sdk/src/state.ts";
import { isDirect } from "./names.ts";

/** What the members of dialogs, groups and notes may do there. */
const DIRECT = [
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
];

/** The position of somebody's highest role; the owner stands above all. */
export function rankOf(known: State, user: number): number {
  if (known.space?.owner_id === user) return Number.POSITIVE_INFINITY;
  const held = (known.members[user]?.role_ids ?? []).map((id) => known.roles[id]?.position ?? 0);
  return Math.max(0, ...held);
}

/** Whether one stands above a member, and may act on them. */
export function outranks(known: State, { user }: Member): boolean {
  return rankOf(known, known.user?.id ?? 0) > rankOf(known, user.id);
}

/** Whether one holds a permission in the space, or in one of its rooms, or in a dialog or group. */
export function may(known: State, permission: string, room: Room | null = null): boolean {
  if (room?.archived === true && room.kind !== "thread") return permission === "view";
  if (room !== null && isDirect(room)) return DIRECT.includes(permission);
  if (room?.kind === "thread") {
    const parent = known.rooms[room.parent_id ?? 0] ?? null;
    if (room.locked === true && permission === "send") return may(known, "manage_threads", parent);
    return may(known, permission, parent);
  }
  const { user, space } = known;
  if (user === null || space === null) return false;
  if (space.owner_id === user.id) return true;
  const member = known.members[user.id];
  const held = Object.values(known.roles).filter(
    ({ id, position }) => position === 0 || member?.role_ids.includes(id),
  );
  const granted = new Set(held.flatMap(({ permissions }) => permissions));
  if (granted.has("administrator")) return true;
  if ((member?.timeout_until ?? 0) > Date.now()) return permission === "view";
  if (room === null) return granted.has(permission);
  if (granted.has("manage_rooms") && permission === "manage_room") return true;
  const everyone = held.find(({ position }) => position === 0)?.id ?? 0;
  const overrides = room.overrides ?? [];
  const own = overrides.filter(({ user_id }) => user_id === user.id);
  const ofRoles = overrides.filter(
    ({ role_id = 0 }) => role_id !== everyone && held.some(({ id }) => id === role_id),
  );
  const ofAll = overrides.filter(({ role_id = 0 }) => role_id !== 0 && role_id === everyone);
  for (const said of [own, ofRoles, ofAll]) {
    const word = wordOf(said, permission);
    if (word !== null) return word;
  }
  return granted.has(permission);
}

function wordOf(overrides: readonly Override[], permission: string): boolean | null {
  if (overrides.some(({ allow }) => allow?.includes(permission))) return true;
  return overrides.some(({ deny }) => deny?.includes(permission)) ? false : null;
}
