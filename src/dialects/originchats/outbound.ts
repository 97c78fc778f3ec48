/** How OriginChats tells each event of the core (`docs/protocols/originchats.md` sections 6, 9 and 10). */

import type { Event, EventOf } from "../../core/events.ts";
import type { Names } from "./names.ts";
import { toMessage, toPerson, toPings, toStatus, usernameOf, uuidOf } from "./nouns.ts";
import { rolesObject } from "./roles.ts";
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
    return { cmd: "message_new", message: told, channel, thread_id, global: true };
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
  role_create: rolesList,
  role_update: rolesList,
  role_delete: rolesList,

  // Every viewer gets a fresh channels_get of their own.
  room_create: "itself",
  room_update: "itself",
  room_delete: "itself",

  message_update: "cannot",
  message_delete: "cannot",
  reaction_add: "cannot",
  reaction_remove: "cannot",
  pin_update: "cannot",
  typing_start: "cannot",
  receipt_update: "cannot",
  member_update: "cannot",
  member_leave: "cannot",
  user_update: "cannot",
  server_update: "cannot",
  thread_create: "cannot",
  thread_update: "cannot",
  thread_delete: "cannot",
  thread_join: "cannot",
  thread_leave: "cannot",
  poll_update: "cannot",
  poll_vote: "cannot",
  emoji_create: "cannot",
  emoji_update: "cannot",
  emoji_delete: "cannot",
  voice_state: "cannot",
  command_update: "cannot",
  command_call: "cannot",
  private_answer: "cannot",
  command_end: "cannot",

  // Clients forget by themselves that somebody types.
  typing_stop: "cannot",
  // Who is banned is asked for.
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

/** The roles as they are after the event. */
function rolesList({ stream }: { readonly stream: number }, names: Names): Packet | null {
  const named = names.space(stream);
  return named === null ? null : { cmd: "roles_list", roles: rolesObject(named.roles, named.names, uuidOf) };
}
