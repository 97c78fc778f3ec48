/** Spaces and what belongs to them, as the wire says them (docs/protocols/bonfire.md). */

import { targetKind } from "../../../core/audit.ts";
import type { AuditEntry as CoreAuditEntry, Ban as CoreBan } from "../../../core/model/moderation.ts";
import type {
  Emoji as CoreEmoji,
  Invite as CoreInvite,
  Member as CoreMember,
  Role as CoreRole,
  Space as CoreSpace,
} from "../../../core/model/spaces.ts";
import { emojiAddressOf, pictureAddressOf } from "../../../core/uploads.ts";
import type { AuditEntry, Ban, Emoji, Invite, Member, Role, Space } from "../gen/gateway.ts";
import { make } from "../make.ts";
import { toSmallUser, toUser } from "./people.ts";

export function toEmoji(emoji: CoreEmoji): Emoji {
  const { id, name, mediaType, width, height, animated, rooms, creator, created } = emoji;
  return make("Emoji", {
    id,
    name,
    url: emojiAddressOf(emoji),
    media_type: mediaType,
    width,
    height,
    animated,
    room_ids: [...rooms],
    creator: toSmallUser(creator),
    created,
  });
}

/** The staff's stream is told to those who may read it. */
export function toSpace(
  {
    id,
    slug,
    name,
    description,
    icon,
    owner,
    defaultRoom,
    staff,
    lockedDown,
    retention,
    legalHold,
  }: CoreSpace,
  seesStaff: boolean,
): Space {
  return make("Space", {
    id,
    slug,
    name,
    description,
    icon: pictureAddressOf(icon),
    owner_id: owner ?? 0,
    default_room_id: defaultRoom,
    locked_down: lockedDown,
    retention_ms: retention,
    legal_hold: legalHold,
    staff_stream_id: seesStaff ? staff : 0,
  });
}

export function toRole(role: CoreRole): Role {
  const {
    id,
    name,
    position,
    permissions,
    color,
    hoisted,
    mentionable,
    selfAssignable,
    category,
    exclusive,
  } = role;
  return make("Role", {
    id,
    name,
    position,
    permissions: [...permissions],
    color,
    hoisted,
    mentionable,
    self_assignable: selfAssignable,
    category,
    exclusive,
  });
}

export function toMember({ user, roles, nickname, joined, timeoutUntil }: CoreMember): Member {
  return make("Member", {
    user: toUser(user),
    role_ids: [...roles],
    nickname,
    joined,
    timeout_until: timeoutUntil,
  });
}

export function toInvite({ id, code, uses, maxUses, expires, roles, creator, created }: CoreInvite): Invite {
  return make("Invite", {
    id,
    code,
    uses,
    max_uses: maxUses,
    expires,
    role_ids: [...roles],
    creator: toSmallUser(creator),
    created,
  });
}

export function toBan({ user, by, reason, at, until }: CoreBan): Ban {
  return make("Ban", { user: toSmallUser(user), moderator: toSmallUser(by), reason, created: at, until });
}

export function toAuditEntry(entry: CoreAuditEntry): AuditEntry {
  const { id, action, at, by, target, before, after, reason } = entry;
  const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return make("AuditEntry", {
    id,
    action,
    created: at,
    actor: toSmallUser(by),
    target_kind: targetKind(action),
    target_id: target,
    changes: changed.map((field) => ({
      field,
      before: toJson(before[field]),
      after: toJson(after[field]),
    })),
    reason,
  });
}

/** A value as JSON text; "" where there was none. */
function toJson(value: unknown): string {
  return value === undefined ? "" : JSON.stringify(value);
}
