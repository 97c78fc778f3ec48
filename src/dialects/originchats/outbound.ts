/** How OriginChats tells each event of the core (`docs/protocols/originchats.md` sections 6, 9 and 10). */

import type { Event, EventOf } from "../../core/events.ts";
import type { Message } from "../../core/model/messages.ts";
import { sayEmoji } from "./emojis.ts";
import { usernameOf, uuidOf } from "./ids.ts";
import { type Names, rolesOf } from "./names.ts";
import { reactionsOf, toMessage, toPerson, toPings, toStatus } from "./nouns.ts";
import { sayPoll } from "./polls.ts";
import { firstColor, rolesObject } from "./roles.ts";
import { sayCommand, toCall } from "./slash.ts";
import { TEXTS, text } from "./texts.ts";
import { sayFollower, sayThread, sayThreadGone } from "./threads.ts";
import { encode, type Packet } from "./wire.ts";

type Say<T extends Event["type"]> = (event: EventOf<T>, names: Names) => Packet | null;

/**
 * How an event is said: to everybody who hears its stream; "itself" where each session has a packet of its own
 * (`session.ts`); "cannot" where the wire has no word. The compiler asks for the entry.
 */
const say: { readonly [T in Event["type"]]: Say<T> | "itself" | "cannot" } = {
  message_create: ({ message, stream }, names) => {
    const where = placeOf(message.room, stream, names);
    if (where === null || message.deleted !== null) return null;
    const { channel, thread_id = null } = where;
    const told = { ...toMessage(message, names), pings: toPings(message, names) };
    const poll = message.poll === null ? {} : { poll_id: uuidOf(message.id) };
    return { cmd: "message_new", message: told, channel, thread_id, ...poll, global: true };
  },
  message_update: ({ message, stream, reactors = [] }, names) => {
    const where = placeOf(message.room, stream, names);
    if (where === null || message.deleted !== null) return null;
    const pings = mentionsAnybody(message) ? { pings: toPings(message, names) } : {};
    const { id, content, ...told } = toMessage(message, names, reactionsOf(reactors));
    return {
      cmd: "message_edit",
      id,
      content,
      message: { ...told, id, content, ...pings },
      ...where,
      global: true,
    };
  },
  message_delete: ({ message, room, stream }, names) =>
    somewhere("message_delete", { id: uuidOf(message) }, { room, stream }, {}, names),
  reaction_add: ({ message, emoji, user, room, stream }, names) =>
    somewhere(
      "message_react_add",
      { id: uuidOf(message), emoji },
      { room, stream },
      { from: usernameOf(user) },
      names,
    ),
  reaction_remove: ({ message, emoji, user, room, stream }, names) =>
    somewhere(
      "message_react_remove",
      { id: uuidOf(message), emoji },
      { room, stream },
      { from: usernameOf(user) },
      names,
    ),
  // In the reference an unpinning says pinned: true.
  // Their clients look at links themselves; files that go by and by they know by `expires_at`.
  message_preview: ({ fileGone = "" }) =>
    fileGone === "" ? null : { cmd: "attachment_deleted", attachment_id: fileGone, deleted: true },
  pin_update: ({ message, pinned, room, stream }, names) =>
    somewhere(
      pinned ? "message_pin" : "message_unpin",
      { id: uuidOf(message) },
      { room, stream },
      { pinned },
      names,
    ),
  // In the user's own stream, and for threads, whose names the wire does not use. Dialogs and groups are none of its.
  receipt_update: ({ receipt, stream }, names) => {
    if (stream !== receipt.user || receipt.read.message === 0) return null;
    const channel = names.room(receipt.room)?.name;
    const where = channel === undefined ? { thread_id: uuidOf(receipt.room) } : { channel };
    return { cmd: "unreads_update", last_read: uuidOf(receipt.read.message), ...where };
  },
  typing_start: ({ room, user, stream }, names) => {
    const where = placeOf(room, stream, names);
    if (where === null) return null;
    const { channel, thread_id = null } = where;
    return { cmd: "typing", channel, user: usernameOf(user), thread_id, global: true };
  },
  presence_update: ({ presence, before, member, stream }, names) => {
    const named = names.space(stream);
    if (member === null || named === null) return null;
    const username = usernameOf(member.user);
    if (presence.status === "offline") return { cmd: "user_disconnect", username };
    if (before === "offline") return { cmd: "user_connect", user: toPerson(member, named) };
    return { cmd: "status_get", username, status: toStatus(presence), global: true };
  },
  member_join: ({ member, stream }, names) => {
    const named = names.space(stream);
    return member === null || named === null ? null : { cmd: "user_join", user: toPerson(member, named) };
  },
  // The nickname once more, as user_updated, by each session itself; a timeout to whom it concerns.
  member_update: ({ member, changed, stream }, names) => {
    const named = names.space(stream);
    const username = usernameOf(member.user);
    if (changed === "nickname") {
      const { nickname } = member;
      return nickname === ""
        ? { cmd: "nickname_remove", user: username, username }
        : { cmd: "nickname_update", user: username, username, nickname };
    }
    if (changed === "timeout" || named === null) return null;
    const roles = rolesOf(member, named);
    const color = firstColor(roles, named.roles, named.names);
    return { cmd: "user_roles_get", user: username, roles, color, global: true };
  },
  member_leave: ({ user, room }) =>
    room === null ? { cmd: "user_leave", username: usernameOf(user) } : null,
  server_update: ({ space }, names) => ({
    cmd: "server_update",
    name: space.name,
    ...names.decoration(space.id),
  }),
  role_create: rolesList,
  role_update: rolesList,
  role_delete: rolesList,

  // Every viewer gets a fresh channels_get of their own.
  room_create: "itself",
  room_update: "itself",
  room_delete: "itself",

  user_update: "cannot",
  thread_create: sayThread,
  thread_update: sayThread,
  thread_delete: sayThreadGone,
  thread_join: sayFollower,
  thread_leave: sayFollower,
  poll_update: sayPoll,
  poll_vote: "cannot",
  emoji_create: sayEmoji,
  emoji_update: sayEmoji,
  emoji_delete: sayEmoji,
  // Who takes part is told how to reach the others, who only looks on is not.
  voice_state: "itself",
  command_update: sayCommand,
  command_call: ({ call }, names) => toCall(call, names),
  // As any message, to the one who asked.
  private_answer: ({ message }, names) => {
    const channel = names.room(message.room)?.name;
    const where = channel === undefined ? { thread_id: uuidOf(message.room) } : { channel };
    return { cmd: "message_new", message: toMessage(message, names), ...where, global: true };
  },
  command_end: ({ name }) => ({
    cmd: "error",
    src: "slash_call",
    val: text(TEXTS.handlerAway, { command: name }),
  }),

  // Clients forget by themselves that somebody types.
  typing_stop: "cannot",
  // Who is banned is asked for.
  backend_update: "cannot",
  ban_update: "cannot",
  // Everybody sees all rooms that they may see: who is in one is nothing to tell.
  occupant_enter: "cannot",
  occupant_leave: "cannot",
  // The wire knows no direct messages, so no calls, and signals go between the clients.
  voice_signal: "cannot",
  call_update: "cannot",
  // A connection is in one space.
  space_join: "cannot",
  space_leave: "cannot",
  // The wire has no packet for these.
  invite_update: "cannot",
  audit_entry: "cannot",
  report_update: "cannot",
  automod_update: "cannot",
  webhook_update: "cannot",
  contacts_update: "cannot",
  blank: "cannot",
};

/** What the table says of each event, for the documentation: false where it cannot be told. */
export const tells: Readonly<Record<Event["type"], boolean>> = Object.fromEntries(
  Object.entries(say).map(([type, entry]) => [type, entry !== "cannot"]),
) as Record<Event["type"], boolean>;

/** The events that sessions tell in packets of their own. */
export const themselves: ReadonlySet<Event["type"]> = new Set(
  (Object.keys(say) as Event["type"][]).filter((type) => say[type] === "itself"),
);

/** The frame that tells an event, or null where the wire has no word for it. Before, the names follow the event. */
export function encodeEvent(event: Event, names: Names): string | null {
  names.follow(event);
  const entry = say[event.type] as Say<Event["type"]> | "itself" | "cannot";
  if (typeof entry === "string") return null;
  const packet = entry(event as never, names);
  return packet === null ? null : encode(packet);
}

/** Where something happened: the channel, and in a thread its id; null where it is none of the wire's channels. */
export function placeOf(
  room: number,
  stream: number,
  names: Names,
): { readonly channel: string; readonly thread_id?: string } | null {
  const named = names.room(stream);
  if (named === null) return null;
  return room === stream ? { channel: named.name } : { channel: named.name, thread_id: uuidOf(room) };
}

/** A packet about something in a channel or a thread; the wire's order of fields. */
function somewhere(
  cmd: string,
  first: object,
  { room, stream }: { readonly room: number; readonly stream: number },
  last: object,
  names: Names,
): Packet | null {
  const where = placeOf(room, stream, names);
  return where === null ? null : { cmd, ...first, ...where, ...last, global: true };
}

/** Whether it mentions a user or a role, besides the one replied to. */
function mentionsAnybody({ mentions }: Message): boolean {
  return mentions !== null && mentions.users.length + mentions.roles.length > (mentions.reply ? 1 : 0);
}

/** The roles as they are after the event. */
function rolesList({ stream }: { readonly stream: number }, names: Names): Packet | null {
  const named = names.space(stream);
  return named === null ? null : { cmd: "roles_list", roles: rolesObject(named.roles, named.names, uuidOf) };
}
