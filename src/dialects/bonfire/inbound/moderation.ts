/** Kicks, bans, timeouts and the audit log. */

import { make } from "../make.ts";
import { toAuditEntry, toBan, toMember } from "../nouns/spaces.ts";
import { entry, idOrNull, PAGE } from "./entry.ts";

export const moderation = {
  kick: entry("kick", ({ user_id, reason }, { space }) => ({ space, user: user_id, reason })),
  ban_add: entry(
    "ban_add",
    ({ user_id, reason, until, delete_messages_ms }, { space }) => ({
      space,
      user: user_id,
      reason,
      until,
      deleteMessages: delete_messages_ms,
    }),
    (ban) => ({ ban: toBan(ban) }),
  ),
  ban_remove: entry("ban_remove", ({ user_id, reason }, { space }) => ({ space, user: user_id, reason })),
  bans_get: entry(
    "bans_get",
    ({ after, limit }, { space }) => ({ space, after: idOrNull(after), limit: limit === 0 ? PAGE : limit }),
    ({ items, more }) => ({ bans: items.map(toBan), more }),
  ),
  timeout_set: entry(
    "timeout_set",
    ({ user_id, until, reason }, { space }) => ({ space, user: user_id, until, reason }),
    (member) => ({ member: toMember(member) }),
  ),
  audit_get: entry(
    "audit_get",
    ({ before, limit, user_id, action }, { space }) => ({
      space,
      before: idOrNull(before),
      limit: limit === 0 ? PAGE : limit,
      user: idOrNull(user_id),
      action: action === "" ? null : action,
    }),
    ({ items, more }) => ({ entries: items.map(toAuditEntry), more }),
  ),
  permission_explain: entry(
    "permission_explain",
    ({ permission, room_id, user_id }, { space }) => ({
      space,
      room: idOrNull(room_id),
      user: idOrNull(user_id),
      permission,
    }),
    ({ allowed, because }) => ({ decision: make("Decision", { allowed, because }) }),
  ),
} as const;
