/** How the gateway tells each event of the core. */

import type { Event, EventOf } from "../../core/events.ts";
import { isWebhook } from "../../core/webhook-author.ts";
import { encodeServer, type Frame } from "./codec.ts";
import type { GatewayServerEvent } from "./gen/gateway.ts";
import { make } from "./make.ts";
import { toCall, toVoiceState } from "./nouns/calls.ts";
import { toAttachment, toEmbed, toMentions, toMessage, toPoll } from "./nouns/messages.ts";
import { toSlashCommand } from "./nouns/outside.ts";
import { toPresence, toSettings, toSmallUser, toUser } from "./nouns/people.ts";
import { toOverride, toReceipt, toRoom, toSightedRoom } from "./nouns/rooms.ts";
import { toEmoji, toMember, toRole, toSpace } from "./nouns/spaces.ts";
import { variantOf } from "./version.ts";

type Told = NonNullable<GatewayServerEvent["event"]>;

/** One entry per event: the variant that tells it. The compiler asks for the entry. */
const say: { readonly [T in Event["type"]]: ((event: EventOf<T>) => Told | undefined) | "cannot" } = {
  message_create: ({ message }) => ({
    $case: "message_create",
    value: { message: toMessage(message) },
  }),
  message_update: ({ message, mentionsChanged }) => ({
    $case: "message_update",
    value: make("MessageUpdateEvent", {
      room_id: message.room,
      message_id: message.id,
      content: message.text,
      edited: message.edited ?? 0,
      mentions: mentionsChanged && message.mentions !== null ? toMentions(message.mentions) : undefined,
      embeds: (message.embeds ?? []).map(toEmbed),
      cleared: [
        ...(mentionsChanged && message.mentions === null ? ["mentions"] : []),
        // Only a webhook takes its embeds away again.
        ...(isWebhook(message.author) && (message.embeds ?? []).length === 0 ? ["embeds"] : []),
      ],
    }),
  }),
  // Files are told where one went: looking at links changes none.
  message_preview: ({ message: { room, id, embeds = [], attachments }, fileGone }) => ({
    $case: "message_update",
    value: make("MessageUpdateEvent", {
      room_id: room,
      message_id: id,
      embeds: embeds.map(toEmbed),
      attachments: fileGone === undefined ? [] : attachments.map(toAttachment),
      cleared: [
        ...(embeds.length === 0 ? ["embeds"] : []),
        ...(fileGone !== undefined && attachments.length === 0 ? ["attachments"] : []),
      ],
    }),
  }),
  message_delete: ({ room, message, user }) => ({
    $case: "message_delete",
    value: make("MessageDeleteEvent", { room_id: room, message_id: message, user: toSmallUser(user) }),
  }),
  pin_update: ({ room, message, pinned, user }) => ({
    $case: "pin_update",
    value: make("PinUpdateEvent", { room_id: room, message_id: message, pinned, user: toSmallUser(user) }),
  }),
  reaction_add: ({ room, message, emoji, user }) => ({
    $case: "reaction_add",
    value: make("ReactionAddEvent", { room_id: room, message_id: message, emoji, user: toSmallUser(user) }),
  }),
  reaction_remove: ({ room, message, emoji, user }) => ({
    $case: "reaction_remove",
    value: make("ReactionRemoveEvent", {
      room_id: room,
      message_id: message,
      emoji,
      user: toSmallUser(user),
    }),
  }),
  poll_update: ({ room, message, poll }) => ({
    $case: "poll_update",
    value: make("PollUpdateEvent", { room_id: room, message_id: message, poll: toPoll(poll) }),
  }),
  poll_vote: ({ room, message, options }) => ({
    $case: "poll_vote",
    value: make("PollVoteEvent", { room_id: room, message_id: message, option_ids: [...options] }),
  }),
  room_create: ({ room, head }) => ({
    $case: "room_create",
    value: make("RoomCreateEvent", { room: toSightedRoom(room), head }),
  }),
  room_update: ({ room, changed }) => ({
    $case: "room_update",
    value: make("RoomUpdateEvent", {
      room_id: room.id,
      name: changed.includes("name") ? room.name : undefined,
      topic: changed.includes("topic") ? room.topic : undefined,
      owner_id: changed.includes("owner") ? (room.owner ?? 0) : undefined,
      slow_mode_ms: changed.includes("slow_mode") ? room.slowMode : undefined,
      archived: changed.includes("archived") ? room.archived : undefined,
      user_limit: changed.includes("user_limit") ? room.userLimit : undefined,
      parent_id: changed.includes("parent") ? (room.parent ?? 0) : undefined,
      position: changed.includes("position") ? room.position : undefined,
      no_previews: changed.includes("no_previews") ? room.noPreviews : undefined,
      retention_ms: changed.includes("retention") ? room.retention : undefined,
      archive_after_ms: changed.includes("archive_after") ? room.archiveAfter : undefined,
      overrides: changed.includes("overrides") ? room.overrides.map(toOverride) : [],
      tags: changed.includes("tags") ? [...room.tags] : [],
      cleared: (["overrides", "tags"] as const).filter(
        (field) => changed.includes(field) && room[field].length === 0,
      ),
    }),
  }),
  room_delete: ({ room }) => ({ $case: "room_delete", value: make("RoomDeleteEvent", { room_id: room }) }),
  thread_create: ({ room }) => ({
    $case: "thread_create",
    value: make("ThreadCreateEvent", { room: toRoom(room) }),
  }),
  thread_update: ({ room, changed }) => ({
    $case: "thread_update",
    value: make("ThreadUpdateEvent", {
      room_id: room.id,
      parent_id: room.parent ?? 0,
      name: changed.includes("name") ? room.name : undefined,
      archived: changed.includes("archived") ? room.archived : undefined,
      locked: changed.includes("locked") ? room.locked : undefined,
      slow_mode_ms: changed.includes("slow_mode") ? room.slowMode : undefined,
      tags: changed.includes("tags") ? [...room.tags] : [],
      cleared: changed.includes("tags") && room.tags.length === 0 ? ["tags"] : [],
    }),
  }),
  thread_delete: ({ room, parent }) => ({
    $case: "thread_update",
    value: make("ThreadUpdateEvent", { room_id: room, parent_id: parent, deleted: true }),
  }),
  thread_join: ({ room, user }) => ({
    $case: "thread_join",
    value: make("ThreadJoinEvent", { room: toRoom(room), user: toSmallUser(user) }),
  }),
  thread_leave: ({ room, user }) => ({
    $case: "thread_leave",
    value: make("ThreadLeaveEvent", {
      room_id: room.id,
      parent_id: room.parent ?? 0,
      user: toSmallUser(user),
      member_count: room.thread?.followers ?? 0,
    }),
  }),
  member_join: ({ room, user, member }) => ({
    $case: "member_join",
    value: make("MemberJoinEvent", {
      member: member === null ? make("Member", { user: toSmallUser(user) }) : toMember(member),
      room_id: room ?? 0,
    }),
  }),
  member_update: ({ member }) => ({
    $case: "member_update",
    value: make("MemberUpdateEvent", { member: toMember(member) }),
  }),
  member_leave: ({ room, user, reason }) => ({
    $case: "member_leave",
    value: make("MemberLeaveEvent", { user_id: user.id, reason, room_id: room ?? 0 }),
  }),
  receipt_update: ({ receipt }) => ({
    $case: "receipt_update",
    value: make("ReceiptUpdateEvent", { receipt: toReceipt(receipt) }),
  }),
  user_update: ({ user, profile, settings }) => ({
    $case: "user_update",
    value: make("UserUpdateEvent", {
      user_id: user,
      user: profile === null ? undefined : toUser(profile),
      settings: settings === null ? undefined : toSettings(settings),
      deleted: profile !== null && profile.deleted !== 0,
    }),
  }),
  invite_update: ({ invite, deleted }) => ({
    $case: "invite_update",
    value: make("InviteUpdateEvent", { invite_id: invite, deleted }),
  }),
  emoji_create: ({ emoji }) => ({
    $case: "emoji_create",
    value: make("EmojiCreateEvent", { emoji: toEmoji(emoji) }),
  }),
  emoji_update: ({ emoji }) => ({
    $case: "emoji_update",
    value: make("EmojiUpdateEvent", { emoji: toEmoji(emoji) }),
  }),
  emoji_delete: ({ emoji }) => ({
    $case: "emoji_delete",
    value: make("EmojiDeleteEvent", { emoji_id: emoji }),
  }),
  role_create: ({ role }) => ({
    $case: "role_create",
    value: make("RoleCreateEvent", { role: toRole(role) }),
  }),
  role_update: ({ role }) => ({
    $case: "role_update",
    value: make("RoleUpdateEvent", { role: toRole(role) }),
  }),
  role_delete: ({ role }) => ({ $case: "role_delete", value: make("RoleDeleteEvent", { role_id: role }) }),
  voice_state: ({ user, voice, stream }) => ({
    $case: "voice_state",
    value: make("VoiceStateEvent", {
      state: voice === null ? make("VoiceState", { user: toSmallUser(user) }) : toVoiceState(voice),
      left_room_id: voice === null ? stream : 0,
    }),
  }),
  voice_signal: ({ room, from, session, kind, data }) => ({
    $case: "voice_signal",
    value: make("VoiceSignalEvent", {
      room_id: room,
      user_id: from,
      kind,
      data,
      session_id: String(session),
    }),
  }),
  call_update: ({ call }) => ({
    $case: "call_update",
    value: make("CallUpdateEvent", { call: toCall(call) }),
  }),
  command_update: ({ id, command }) => ({
    $case: "command_update",
    value: make("CommandUpdateEvent", {
      command_id: id,
      command: command === null ? undefined : toSlashCommand(command),
    }),
  }),
  command_call: ({ call }) => ({
    $case: "command_call",
    value: make("CommandCallEvent", {
      call_id: call.id,
      room_id: call.room,
      name: call.name,
      user: toSmallUser(call.user),
      arguments: call.arguments.map(({ name, value }) => ({ name, value })),
      deadline: call.deadline,
      command_id: call.command,
    }),
  }),
  private_answer: ({ message, user }) => ({
    $case: "message_create",
    value: { message: { ...toMessage(message), only_for: user } },
  }),
  command_end: ({ call, room, name }) => ({
    $case: "command_end",
    value: make("CommandEndEvent", { call_id: call, room_id: room, name }),
  }),
  space_join: ({ space }) => ({
    $case: "space_join",
    value: make("SpaceJoinEvent", { space: toSpace(space, false) }),
  }),
  space_leave: ({ space }) => ({ $case: "space_leave", value: make("SpaceLeaveEvent", { space_id: space }) }),
  server_update: ({ space }) => ({
    $case: "server_update",
    value: make("ServerUpdateEvent", { space: toSpace(space, false) }),
  }),
  backend_update: ({ backend: { name, state, since, reason } }) => ({
    $case: "backend_update",
    value: make("BackendUpdateEvent", { name, state, text: reason, since }),
  }),
  ban_update: ({ user, banned }) => ({
    $case: "ban_update",
    value: make("BanUpdateEvent", { user_id: user, banned }),
  }),
  report_update: ({ report, state }) => ({
    $case: "report_update",
    value: make("ReportUpdateEvent", { report_id: report, state }),
  }),
  automod_update: ({ rule, deleted }) => ({
    $case: "automod_update",
    value: make("AutomodUpdateEvent", { rule_id: rule, deleted }),
  }),
  webhook_update: ({ webhook, deleted }) => ({
    $case: "webhook_update",
    value: make("WebhookUpdateEvent", { webhook_id: webhook, deleted }),
  }),
  audit_entry: ({ entry }) => ({
    $case: "audit_entry",
    value: make("AuditEntryEvent", { entry_id: entry }),
  }),
  typing_start: ({ room, user }) => ({
    $case: "typing_start",
    value: make("TypingStartEvent", { room_id: room, user: toSmallUser(user) }),
  }),
  typing_stop: ({ room, user }) => ({
    $case: "typing_stop",
    value: make("TypingStopEvent", { room_id: room, user: toSmallUser(user) }),
  }),
  presence_update: ({ presence }) => ({
    $case: "presence_update",
    value: make("PresenceUpdateEvent", { ...toPresence(presence) }),
  }),
  // Who is in a room follows from who sees it and is online.
  occupant_enter: "cannot",
  occupant_leave: "cannot",
  // A position without an event: a client counts on, and has nothing to do.
  contacts_update: "cannot",
  blank: () => undefined,
};

/** What the table says of each event, for the documentation: false where it cannot be told. */
export const tells: Readonly<Record<Event["type"], boolean>> = Object.fromEntries(
  Object.entries(say).map(([type, entry]) => [type, entry !== "cannot"]),
) as Record<Event["type"], boolean>;

/** The frame that tells an event, or null where the variant has no word for it. */
export function encodeEvent(event: Event, name: string): Frame | null {
  const { encoding, version } = variantOf(name);
  if (version === "0.0.0") {
    if (event.type !== "message_create" || event.message.deleted !== null) return null;
    return encodeServer(toLine(`${event.message.author.name}: ${event.message.text}`), encoding);
  }
  // In a dialog that there is not yet; a client knows no room to show it in.
  if ((event.type === "typing_start" || event.type === "typing_stop") && event.room === 0) return null;
  const entry = say[event.type] as ((event: Event) => Told | undefined) | "cannot";
  if (entry === "cannot") return null;
  const { stream, seq } = event;
  return encodeServer({ request_id: 0, stream: seq === 0 ? 0 : stream, seq, event: entry(event) }, encoding);
}

/** An event as the JSON text that a gateway's client would get; null = it cannot be told. */
export function tellAsJson(event: Event): string | null {
  const frame = encodeEvent(event, "json");
  return typeof frame === "string" ? frame : null;
}

/** A line of text for a client that knows only the public schema. */
export function toLine(text: string): GatewayServerEvent {
  return { request_id: 0, stream: 0, seq: 0, event: { $case: "message", value: text } };
}
