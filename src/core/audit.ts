/** The audit log: every privileged act leaves an entry, and the staff's stream a reference to it. */

import { Type } from "typebox";
import { requireSpace } from "./authorize.ts";
import { command, fields, happened, IdSchema } from "./command.ts";
import type { Event } from "./events.ts";
import { Fault } from "./faults.ts";
import type { Id } from "./model/ids.ts";
import type { Space } from "./model/spaces.ts";
import type { Actor } from "./model/users.ts";
import { cut } from "./page.ts";
import type { Place } from "./tx/rooms.ts";
import type { Tx } from "./tx/tx.ts";

/** Longest reason, in code points. */
export const MAX_REASON = 500;
/** Most entries that one call gives. */
export const MAX_AUDIT_PAGE = 200;

/** What is recorded, and what the target of each act is. */
export const AUDITED = {
  message_delete: "message",
  messages_delete: "room",
  previews_remove: "message",
  attachment_delete: "message",
  poll_end: "message",
  room_create: "room",
  room_update: "room",
  room_move: "room",
  room_delete: "room",
  thread_update: "room",
  thread_delete: "room",
  override_set: "room",
  role_create: "role",
  role_update: "role",
  role_move: "role",
  role_delete: "role",
  role_assign: "user",
  role_unassign: "user",
  member_update: "user",
  timeout_set: "user",
  kick: "user",
  ban_add: "user",
  ban_remove: "user",
  space_update: "space",
  invite_create: "invite",
  invite_delete: "invite",
  report_resolve: "report",
  automod_set: "rule",
  automod_act: "user",
  webhook_create: "webhook",
  webhook_update: "webhook",
  webhook_rotate: "webhook",
  webhook_delete: "webhook",
  webhook_retry: "webhook",
  webhook_disable: "webhook",
  emoji_create: "emoji",
  emoji_update: "emoji",
  emoji_delete: "emoji",
  command_delete: "command",
  backend_link: "room",
  backend_unlink: "room",
  backend_restart: "space",
  backend_room_create: "space",
  identity_claim: "user",
  identity_release: "user",
  voice_hush: "user",
  voice_move: "user",
} as const;

export type AuditAction = keyof typeof AUDITED;

/** What the target of an act is, e.g. "room"; "" for one that is not recorded any more. */
export function targetKind(action: string): string {
  return Object.hasOwn(AUDITED, action) ? AUDITED[action as AuditAction] : "";
}

interface Act {
  readonly action: AuditAction;
  readonly target: Id;
  /** Fields that were different, by name. */
  readonly before?: Readonly<Record<string, unknown>>;
  readonly after?: Readonly<Record<string, unknown>>;
  readonly reason?: string;
}

/** Records an act in the caller's transaction; gives the reference for the staff. */
export async function record(
  tx: Tx,
  actor: Actor,
  { id: space, staff }: Space,
  { action, target, before = {}, after = {}, reason = "" }: Act,
): Promise<Event> {
  const entry = tx.newId();
  await tx.insertAudit(space, {
    id: entry,
    at: tx.now,
    by: actor.user,
    action,
    target,
    before,
    after,
    reason,
  });
  return { ...happened(tx, actor, staff), type: "audit_entry", entry };
}

/** Records an act in a room; of a room that belongs to no space there is no record. */
export async function recordIn(tx: Tx, actor: Actor, { room }: Place, act: Act): Promise<Event[]> {
  const space = room.space === null ? null : await tx.spaceById(room.space);
  return space === null ? [] : [await record(tx, actor, space, act)];
}

/** Faults: `invalid`. */
export function requireReason(reason: string): string {
  if ([...reason].length > MAX_REASON)
    throw new Fault("invalid", `A reason has at most ${MAX_REASON} characters`);
  return reason;
}

/** The audit log of a space, newest first. Faults: `not_found`, `forbidden`. */
export const auditGet = command(
  "read",
  fields({
    space: IdSchema,
    before: Type.Union([IdSchema, Type.Null()]),
    limit: Type.Integer({ minimum: 1, maximum: MAX_AUDIT_PAGE }),
    /** Acts of this user; null = of anybody. */
    user: Type.Union([IdSchema, Type.Null()]),
    /** Acts of this name; null = all. */
    action: Type.Union([Type.String(), Type.Null()]),
  }),
  async (tx, actor, { space: id, before, limit, user, action }) => {
    const { space } = requireSpace(await tx.loadSpace(actor, id), "view_audit", tx.now);
    const found = await tx.auditOf(space.id, {
      before: before ?? Number.MAX_SAFE_INTEGER,
      limit: limit + 1,
      user,
      action,
    });
    return { reply: cut(found, limit), events: [] };
  },
);
