/** The core's nouns in the gateway's words. */

import { targetKind } from "../../core/audit.ts";
import type { BridgeView, LinkView } from "../../core/bridge-links.ts";
import { backendIn } from "../../core/bridges.ts";
import type * as core from "../../core/model.ts";
import type { Job } from "../../core/tx/followers.ts";
import { addressOf, emojiAddressOf, pictureAddressOf, thumbnailAddressOf } from "../../core/uploads.ts";
import { isWebhook } from "../../core/webhook-author.ts";
import type {
  Attachment,
  AuditEntry,
  Backend,
  BackendLink,
  Ban,
  Call,
  Embed,
  Emoji,
  Forward,
  Invite,
  Member,
  Mentions,
  Message,
  Override,
  Poll,
  Position,
  Presence,
  Quote,
  Receipt,
  Revision,
  Role,
  Room,
  Settings,
  SlashCommand,
  Space,
  Thread,
  User,
  VoiceState,
  Webhook,
  WebhookDelivery,
} from "./gen/gateway.ts";
import { make } from "./make.ts";

export function toMessage(message: core.Message): Message {
  const { id, room, n, kind, author, text, replyTo, reactions, nonce, created, edited, deleted } = message;
  return make("Message", {
    id,
    channel_id: room,
    content: text,
    n,
    author: toSmallUser(author),
    kind: kind === "text" ? "" : kind,
    reply_to: replyTo === null ? undefined : toQuote(replyTo),
    forwarded_from: message.forwardedFrom === null ? undefined : toForward(message.forwardedFrom),
    poll: message.poll === null ? undefined : toPoll(message.poll),
    thread: message.thread === null ? undefined : toThread(message.thread),
    mentions: message.mentions === null ? undefined : toMentions(message.mentions),
    pinned: message.pinned,
    attachments: message.attachments.map(toAttachment),
    embeds: (message.embeds ?? []).map(toEmbed),
    webhook_id: isWebhook(author) ? author.id : 0,
    call: message.call === undefined ? undefined : toCall(message.call),
    reactions: reactions.map(({ emoji, count, mine }) => make("Reaction", { emoji, count, me: mine })),
    nonce: nonce ?? "",
    created,
    edited: edited ?? 0,
    deleted: deleted ?? 0,
    command_call_id: message.answers?.call ?? 0,
    command_name: message.answers?.name ?? "",
    command_user: message.answers === undefined ? undefined : toSmallUser(message.answers.user),
  });
}

export function toSlashCommand(command: core.SlashCommand): SlashCommand {
  const { id, name, description, options, permission, bot, rooms } = command;
  return make("SlashCommand", {
    id,
    name,
    description,
    permission,
    options: options.map(({ min, max, choices, ...option }) => ({
      ...option,
      choices: choices.map((choice) => ({ ...choice })),
      min: min === null ? "" : String(min),
      max: max === null ? "" : String(max),
    })),
    bot: bot === null ? undefined : toSmallUser(bot),
    room_ids: [...rooms],
  });
}

export function toEmbed(embed: core.Embed): Embed {
  const { url, title, description, authorName, authorUrl, color, footer, at, fields } = embed;
  return make("Embed", {
    kind: embed.link === undefined ? "rich" : "link",
    link: embed.link ?? "",
    site_name: embed.siteName ?? "",
    image_url: embed.image ?? "",
    thumbnail_url: embed.thumbnail ?? "",
    url,
    title,
    description,
    author_name: authorName,
    author_url: authorUrl,
    color,
    footer,
    created: at,
    fields: fields.map(({ name, value, inline }) => ({ name, value, inline })),
  });
}

export function toAttachment(attachment: core.Attachment): Attachment {
  const { id, name, mediaType, size, width, height, description, spoiler } = attachment;
  return make("Attachment", {
    id,
    name,
    media_type: mediaType,
    size,
    url: addressOf(attachment),
    width,
    height,
    thumbnail_url: thumbnailAddressOf(attachment) ?? "",
    description,
    spoiler,
  });
}

export function toEmoji(emoji: core.Emoji): Emoji {
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

function toQuote({ id, author, text, deleted }: core.Quote): Quote {
  return make("Quote", { id, author: toSmallUser(author), text, deleted });
}

function toForward({ message, room, author, created }: core.Forwarded): Forward {
  return make("Forward", { message_id: message, room_id: room, author: toSmallUser(author), created });
}

export function toMentions({ users, roles, rooms, everyone }: core.Mentions): Mentions {
  return make("Mentions", {
    users: users.map(toSmallUser),
    role_ids: [...roles],
    room_ids: [...rooms],
    everyone,
  });
}

export function toSmallUser({ id, handle, name, avatar }: core.UserRef): User {
  return make("User", { id, handle, name, avatar: pictureAddressOf(avatar), backend: backendIn(handle) });
}

/** The whole profile. */
export function toUser(profile: core.Profile): User {
  const { id, handle, name, bot, created, backend, remoteId } = profile;
  return make("User", {
    id,
    handle,
    name,
    bot,
    created,
    backend: backend ?? "",
    remote_id: remoteId ?? "",
    avatar: pictureAddressOf(profile.avatar),
    banner: pictureAddressOf(profile.banner),
    bio: profile.bio,
    status_text: profile.statusText,
    color: profile.color,
    fields: profile.fields.map(({ name, value }) => ({ name, value })),
    deleted: profile.deleted,
    owner_id: profile.owner ?? 0,
  });
}

export function toRoom(room: core.RoomView): Room {
  return make("Room", {
    id: room.id,
    name: room.name,
    kind: room.kind,
    space_id: room.space ?? 0,
    parent_id: room.parent ?? 0,
    position: room.position,
    topic: room.topic,
    slow_mode_ms: room.slowMode,
    archived: room.archived,
    locked: room.locked,
    // A thread has those of its room.
    overrides: room.kind === "thread" ? [] : room.overrides.map(toOverride),
    tags: [...room.tags],
    message_id: room.under ?? 0,
    retention_ms: room.retention,
    no_previews: room.noPreviews,
    archive_after_ms: room.archiveAfter,
    message_count: room.thread?.messages ?? 0,
    member_count: room.thread?.followers ?? 0,
    owner_id: (room.kind === "thread" ? room.creator : room.owner) ?? 0,
    user_limit: room.userLimit,
    created: room.created,
    members: room.members.map(toSmallUser),
    backend: room.backend ?? "",
    remote_id: room.remoteId ?? "",
    last_n: room.last.n,
    last_message_id: room.last.id,
    last_activity: room.thread?.activity ?? room.last.at,
  });
}

/** A thread as its follower is told of it. */
export function toFollowed(room: core.RoomView): Room {
  return { ...toRoom(room), following: true };
}

/** What the reader chose is told where it is known. */
export function toPoll({
  question,
  options,
  voters,
  multiple,
  anonymous,
  ends,
  ended,
  mine,
}: core.Poll): Poll {
  return make("Poll", {
    question,
    options: options.map(({ id, text, votes }) =>
      make("PollOption", { id, text, votes, me: mine === null ? undefined : mine.includes(id) }),
    ),
    voters,
    multiple,
    anonymous,
    ends,
    ended,
  });
}

function toThread({ room, name, messages, activity, archived, locked }: core.ThreadRef): Thread {
  return make("Thread", {
    room_id: room,
    name,
    message_count: messages,
    last_activity: activity,
    archived,
    locked,
  });
}

export function toSettings({ blocked, pingsCleared, notifications, quiet }: core.Settings): Settings {
  return make("Settings", {
    blocked_ids: [...blocked],
    pings_cleared_id: pingsCleared,
    notifications: notifications.map(({ room, level, mutedUntil }) =>
      make("NotificationSetting", { room_id: room, level, muted_until: mutedUntil }),
    ),
    quiet_hours:
      quiet === null
        ? undefined
        : make("QuietHours", { from_minute: quiet.from, to_minute: quiet.to, time_zone: quiet.zone }),
  });
}

export function toOverride({ of, target, allow, deny }: core.Override): Override {
  return make("Override", {
    role_id: of === "role" ? target : 0,
    user_id: of === "user" ? target : 0,
    allow: [...allow],
    deny: [...deny],
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
  }: core.Space,
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

export function toRole(role: core.Role): Role {
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

export function toMember({ user, roles, nickname, joined, timeoutUntil }: core.Member): Member {
  return make("Member", {
    user: toUser(user),
    role_ids: [...roles],
    nickname,
    joined,
    timeout_until: timeoutUntil,
  });
}

export function toInvite({ id, code, uses, maxUses, expires, roles, creator, created }: core.Invite): Invite {
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

export function toBan({ user, by, reason, at, until }: core.Ban): Ban {
  return make("Ban", { user: toSmallUser(user), moderator: toSmallUser(by), reason, created: at, until });
}

export function toRevision({ number, at, text }: core.Revision): Revision {
  return make("Revision", { number, created: at, content: text });
}

export function toAuditEntry(entry: core.AuditEntry): AuditEntry {
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

export function toReceipt({ room, user, read, delivered }: core.Receipt): Receipt {
  return make("Receipt", {
    room_id: room,
    user_id: user,
    read_id: read.message,
    read_n: read.n,
    read: read.at,
    delivered_id: delivered.message,
    delivered: delivered.at,
  });
}

export function toOwnReceipt(receipt: core.OwnReceipt): Receipt {
  return { ...toReceipt(receipt), unread: receipt.unread, mentions: receipt.mentions };
}

export function toPresence({ user, status, text, lastSeen }: core.Presence): Presence {
  return make("Presence", { user_id: user, status, text, last_seen: lastSeen });
}

export function toPosition({ stream, seq }: core.Position): Position {
  return make("Position", { stream, seq });
}

/** Where somebody is in a voice room. */
export function toVoiceState(state: core.VoiceState): VoiceState {
  const { user, room, session, selfMuted, selfDeafened, muted, deafened, streaming, camera, joined } = state;
  return make("VoiceState", {
    user: toSmallUser(user),
    room_id: room,
    session_id: String(session),
    self_muted: selfMuted,
    self_deafened: selfDeafened,
    muted,
    deafened,
    streaming,
    camera,
    joined,
  });
}

export function toCall(call: core.Call): Call {
  return make("Call", {
    id: call.id,
    room_id: call.room,
    state: call.state,
    caller: toSmallUser(call.caller),
    video: call.video,
    participants: call.participants.map(toSmallUser),
    started: call.started,
    answered: call.answered ?? 0,
    ended: call.ended ?? 0,
    duration_ms: call.answered === null || call.ended === null ? 0 : call.ended - call.answered,
    message_id: call.message ?? 0,
    declined_ids: [...call.declined],
  });
}

/** A room as it comes into sight, with who is in it. */
export function toSightedRoom(room: core.RoomView): Room {
  const call = room.call === null ? undefined : toCall(room.call);
  return { ...toRoom(room), voice_states: room.voice.map(toVoiceState), call };
}

/** `secret` once, after making and rotating. The place where an incoming one is posted to has it in its path. */
export function toWebhook(webhook: core.Webhook, secret = ""): Webhook {
  const { id, kind, name, room, avatar, url, events, disabled, failures, creator, created, lastUsed } =
    webhook;
  return make("Webhook", {
    id,
    name,
    kind,
    room_id: room ?? 0,
    avatar: pictureAddressOf(avatar),
    url: kind === "incoming" && secret !== "" ? `/webhooks/${id}/${secret}` : url,
    events: [...events],
    secret,
    disabled,
    failures,
    creator: toSmallUser(creator),
    created,
    last_used: lastUsed,
  });
}

export function toDelivery({ id, stream, seq, attempts, failure }: Job): WebhookDelivery {
  return make("WebhookDelivery", { id, stream, seq, attempts, failure });
}

export function toBackend(bridge: BridgeView): Backend {
  const { name, state, since, reason, memory, portals, links } = bridge;
  return make("Backend", {
    name,
    state,
    since,
    text: reason,
    memory,
    portals,
    links: links.map(toBackendLink),
  });
}

export function toBackendLink({ room, name, remoteId, sendable, portal, reason }: LinkView): BackendLink {
  return make("BackendLink", {
    room_id: room,
    name,
    remote_id: remoteId ?? "",
    sendable,
    portal,
    text: reason,
  });
}
