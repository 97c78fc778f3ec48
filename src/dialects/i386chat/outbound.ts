/** How the gateway tells each event of the core (`docs/protocols/i386chat.md` section 5). */

import type { Entrance } from "../../core/entering.ts";
import type { Event, EventOf } from "../../core/events.ts";
import type { Id, Millis } from "../../core/model/ids.ts";
import type { Message } from "../../core/model/messages.ts";
import type { RoomView } from "../../core/model/rooms.ts";
import type { UserRef } from "../../core/model/users.ts";
import { encodeEvent as encode } from "./codec.ts";
import { type Cut, cutToFit, fitting, split } from "./cutting.ts";
import { contentOf, type IsAdministrator, toMessage, toRoom, toUser, type User } from "./nouns.ts";

type Say<T extends Event["type"]> = (event: EventOf<T>, isAdministrator: IsAdministrator) => string | null;

/** One entry per event: how it is said, or "cannot" where the gateway has no word. The compiler asks for the entry. */
const say: { readonly [T in Event["type"]]: Say<T> | "cannot" } = {
  message_create: ({ message, stream, seq }, isAdministrator) =>
    message.room === stream && message.kind !== "call" ? messageFrame(message, seq, isAdministrator) : null, // Of threads only the opening is told.
  // An edit is the message again, with the time of the edit.
  message_update: ({ message, stream, seq }, isAdministrator) =>
    message.room === stream ? messageFrame(message, seq, isAdministrator) : null,
  thread_create: ({ room, stream, seq, at }, isAdministrator) =>
    room.maker === null ? null : openingFrame(room, room.maker, stream, at, seq, isAdministrator),
  message_delete: ({ message, room, user, stream, seq }, isAdministrator) =>
    room !== stream
      ? null
      : encode("MESSAGE_DELETE", { id: message, room, user: toUser(user, isAdministrator) }, seq || null),
  typing_start: ({ room, user, stream }, isAdministrator) =>
    room !== stream ? null : encode("START_TYPING", { room, user: toUser(user, isAdministrator) }, null),
  room_create: ({ room }, isAdministrator) =>
    room.kind === "category" || room.kind === "forum"
      ? null // Nothing can be said in them.
      : fitting(room.topic, (topic, truncated) =>
          encode("CHANNEL_ADD", marked(toRoom(room, topic, isAdministrator), truncated), null),
        ),
  occupant_enter: ({ room, user }, isAdministrator) =>
    encode("ROOM_USER_ADD", { room, user: toUser(user, isAdministrator) }, null),
  occupant_leave: ({ room, user }, isAdministrator) =>
    encode("ROOM_USER_REMOVE", { room, user: toUser(user, isAdministrator) }, null),

  thread_update: "cannot",
  thread_delete: "cannot",
  thread_join: "cannot",
  thread_leave: "cannot",
  // A poll is told as its text when it is asked.
  poll_update: "cannot",
  poll_vote: "cannot",
  // Told to those who may fetch the reason, by the session.
  backend_update: "cannot",
  ban_update: "cannot",
  // Clients forget by themselves that somebody types.
  typing_stop: "cannot",
  // Told on the next move into the room.
  room_update: "cannot",
  room_delete: "cannot",
  // Who is there is told by rooms: ROOM_USER_ADD and ROOM_USER_REMOVE.
  member_join: "cannot",
  member_leave: "cannot",
  presence_update: "cannot",
  member_update: "cannot",
  reaction_add: "cannot",
  reaction_remove: "cannot",
  message_preview: "cannot",
  pin_update: "cannot",
  receipt_update: "cannot",
  user_update: "cannot",
  invite_update: "cannot",
  role_create: "cannot",
  role_update: "cannot",
  role_delete: "cannot",
  voice_state: "cannot",
  voice_signal: "cannot",
  call_update: "cannot",
  space_join: "cannot",
  space_leave: "cannot",
  server_update: "cannot",
  audit_entry: "cannot",
  report_update: "cannot",
  automod_update: "cannot",
  webhook_update: "cannot",
  emoji_create: "cannot",
  emoji_delete: "cannot",
  command_update: "cannot",
  command_call: "cannot",
  command_end: "cannot",
  private_answer: "cannot",
  emoji_update: "cannot",
  contacts_update: "cannot",
  blank: "cannot",
};

/** What the table says of each event, for the documentation: false where it cannot be told. */
export const tells: Readonly<Record<Event["type"], boolean>> = Object.fromEntries(
  Object.entries(say).map(([type, entry]) => [type, entry !== "cannot" || type === "ban_update"]),
) as Record<Event["type"], boolean>;

/** The frame that tells an event, or null where the gateway has no word for it. */
export function encodeEvent(event: Event, isAdministrator: IsAdministrator): string | null {
  const entry = say[event.type] as Say<Event["type"]> | "cannot";
  return entry === "cannot" ? null : entry(event as never, isAdministrator);
}

/** Said of a message beside the object. */
interface Said {
  readonly history?: boolean;
  /** The nonce as its sender wrote it. */
  readonly digits?: string;
}

/** A message as it is now; null for one that was deleted, and for calls. `seq` 0 leaves `s` out. */
export function messageFrame(
  message: Message,
  seq: number,
  isAdministrator: IsAdministrator,
  { history = false, digits }: Said = {},
): string | null {
  if (message.deleted !== null || message.kind === "call") return null;
  return fitting(contentOf(message), (content, truncated) => {
    const object = toMessage(message, content, isAdministrator, digits);
    const cnf = history ? { ...object, history } : object;
    return encode("MESSAGE_CREATE", marked(cnf, truncated), seq || null);
  });
}

/** One line, from whoever opened the thread. */
function openingFrame(
  { id, name }: RoomView,
  maker: UserRef,
  room: Id,
  ts: Millis,
  seq: number,
  isAdministrator: IsAdministrator,
): string {
  const user = toUser(maker, isAdministrator);
  const content = `* opened the thread "${name}"`;
  return encode("MESSAGE_CREATE", { content, nonce: 0, user, id, room, ts }, seq || null);
}

/** The state of a room on moving into it: CHANNEL_MOVE, then the newest messages. */
export function stateFrames(
  { room, head, history }: Entrance,
  occupants: readonly UserRef[],
  isAdministrator: IsAdministrator,
): string[] {
  const users = occupants.map((user) => toUser(user, isAdministrator));
  const move = ({ text, truncated }: Cut, some: readonly User[], more: boolean): string => {
    const cnf = { ...toRoom(room, text, isAdministrator), users: some };
    return encode("CHANNEL_MOVE", marked(more ? { ...cnf, more } : cnf, truncated), head);
  };
  // The description leaves room for anybody in every frame.
  const longest = users.toSorted((a, b) => b.name.length - a.name.length).slice(0, 1);
  const description = cutToFit(room.topic, (text, truncated) => move({ text, truncated }, longest, true));
  return [
    ...split(users, (some, more) => move(description, some, more)),
    ...history
      .map((message) => messageFrame(message, 0, isAdministrator, { history: true }))
      .filter((frame) => frame !== null),
  ];
}

function marked(object: object, truncated: boolean): object {
  return truncated ? { ...object, truncated } : object;
}
