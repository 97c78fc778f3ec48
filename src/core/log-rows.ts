/** Kept events as rows of the log: references only, never what somebody wrote. */

import { advancesText } from "./advances.ts";
import type { EventOf, Happening, KeptEvent } from "./events.ts";
import { FILE, IN_GROUP, PROFILE } from "./log-details.ts";
import type { LogRow } from "./tx/log.ts";

type Refs = Pick<LogRow, "user" | "subject" | "detail">;

/** What a row keeps of each event. The compiler asks for the entry. */
const refs: { readonly [T in KeptEvent["type"]]: (event: EventOf<T>) => Refs } = {
  message_create: ({ message }) => ({ user: message.author.id, subject: message.id, detail: null }),
  message_update: ({ message, mentionsChanged, entry }) => ({
    user: message.author.id,
    subject: message.id,
    detail: `${mentionsChanged ? "mentions" : ""}/${entry?.id ?? 0}`,
  }),
  message_preview: ({ message, fileGone }) => ({
    user: message.author.id,
    subject: message.id,
    detail: fileGone === undefined ? null : FILE,
  }),
  // The room, for where the message's row is gone too.
  message_delete: ({ message, user, room, entry }) => ({
    user: user.id,
    subject: message,
    detail: `${room}/${entry?.id ?? 0}`,
  }),
  pin_update: ({ message, user, pinned }) => ({
    user: user.id,
    subject: message,
    detail: pinned ? "pinned" : "unpinned",
  }),
  reaction_add: ({ message, user, emoji }) => ({ user: user.id, subject: message, detail: emoji }),
  reaction_remove: ({ message, user, emoji }) => ({ user: user.id, subject: message, detail: emoji }),
  poll_update: ({ message }) => ({ user: 0, subject: message, detail: null }),
  // What was chosen is read anew: a row holds references only.
  poll_vote: ({ message, user }) => ({ user, subject: message, detail: null }),
  room_create: ({ room }) => ({ user: room.creator ?? 0, subject: room.id, detail: null }),
  room_update: ({ room, changed }) => ({ user: 0, subject: room.id, detail: changed.join(",") }),
  room_delete: ({ room }) => ({ user: 0, subject: room, detail: null }),
  thread_create: ({ room }) => ({ user: room.creator ?? 0, subject: room.id, detail: null }),
  thread_update: ({ room, changed }) => ({ user: 0, subject: room.id, detail: changed.join(",") }),
  thread_delete: ({ room }) => ({ user: 0, subject: room, detail: null }),
  thread_join: ({ room, user }) => ({ user: user.id, subject: room.id, detail: null }),
  thread_leave: ({ room, user }) => ({ user: user.id, subject: room.id, detail: null }),
  member_join: ({ user, room }) => ({
    user: user.id,
    subject: user.id,
    detail: room === null ? null : IN_GROUP,
  }),
  member_update: ({ member, changed }) => ({ user: 0, subject: member.user.id, detail: changed }),
  member_leave: ({ user, room, reason }) => ({
    user: user.id,
    subject: user.id,
    detail: room === null ? reason : `${IN_GROUP} ${reason}`,
  }),
  user_update: ({ user, profile }) => ({ user, subject: user, detail: profile === null ? null : PROFILE }),
  invite_update: ({ invite, deleted }) => ({ user: 0, subject: invite, detail: deleted ? "deleted" : null }),
  emoji_create: ({ emoji }) => ({ user: emoji.creator.id, subject: emoji.id, detail: null }),
  emoji_update: ({ emoji }) => ({ user: 0, subject: emoji.id, detail: null }),
  emoji_delete: ({ emoji }) => ({ user: 0, subject: emoji, detail: null }),
  role_create: ({ role }) => ({ user: 0, subject: role.id, detail: null }),
  role_update: ({ role }) => ({ user: 0, subject: role.id, detail: null }),
  role_delete: ({ role }) => ({ user: 0, subject: role, detail: null }),
  voice_state: ({ user, stream }) => ({ user: user.id, subject: stream, detail: null }),
  call_update: ({ call }) => ({ user: call.caller.id, subject: call.id, detail: null }),
  space_join: ({ space }) => ({ user: 0, subject: space.id, detail: null }),
  space_leave: ({ space }) => ({ user: 0, subject: space, detail: null }),
  server_update: ({ space }) => ({ user: 0, subject: space.id, detail: null }),
  backend_update: ({ backend }) => ({ user: 0, subject: 0, detail: backend.name }),
  ban_update: ({ user, banned }) => ({ user: 0, subject: user, detail: banned ? "banned" : "lifted" }),
  audit_entry: ({ entry }) => ({ user: 0, subject: entry, detail: null }),
  report_update: ({ report, state }) => ({ user: 0, subject: report, detail: state }),
  automod_update: ({ rule, deleted }) => ({ user: 0, subject: rule, detail: deleted ? "deleted" : null }),
  command_update: ({ id }) => ({ user: 0, subject: id, detail: null }),
  command_call: ({ call }) => ({ user: call.user.id, subject: call.id, detail: null }),
  webhook_update: ({ webhook, deleted }) => ({
    user: 0,
    subject: webhook,
    detail: deleted ? "deleted" : null,
  }),
  receipt_update: ({ receipt, advances }) => ({
    user: receipt.user,
    subject: receipt.room,
    detail: advances.length === 0 ? null : advancesText(advances),
  }),
};

/** Whether an event is kept in its stream's log. */
export function isKept(event: Happening): event is KeptEvent {
  return event.type in refs;
}

/** The row of a kept event; its `seq` comes when it is appended. */
export function toLogRow(event: KeptEvent): LogRow {
  const { stream, type, at, origin } = event;
  const toRefs = refs[type] as (event: KeptEvent) => Refs;
  return { stream, seq: 0, id: 0, type, at, origin, ...toRefs(event) };
}
