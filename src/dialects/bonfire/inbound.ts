/**
 * What a client says, as commands of the core, and the core's replies as answers.
 *
 * The table has an entry for every variant of the protocol: those whose commands do not exist yet say so.
 */

import type { Command, CommandType, Reply } from "../../core/commands.ts";
import type { Id, Room } from "../../core/model.ts";
import type { GatewayClientEvent, Ok } from "./gen/gateway.ts";
import { toMember, toMessage, toRoom } from "./nouns.ts";

type ClientEvent = NonNullable<GatewayClientEvent["event"]>;
export type VariantName = ClientEvent["$case"];
type ValueOf<V extends VariantName> = Extract<ClientEvent, { $case: V }>["value"];

/** Where a session is, as far as commands need it. */
export interface Whereabouts {
  readonly space: Id;
  readonly defaultRoom: Id;
}

interface Entry<V extends VariantName, T extends CommandType> {
  readonly type: T;
  /** Null when the value asks for something that does not exist yet. */
  readonly input: (value: ValueOf<V>, at: Whereabouts) => Command<T>["input"] | null;
  readonly ok: (reply: Reply<T>) => Partial<Ok>;
}

/** An entry whose command's name is kept by the types until here. */
interface AnyEntry {
  readonly type: CommandType;
  readonly input: (value: never, at: Whereabouts) => object | null;
  readonly ok: (reply: never) => Partial<Ok>;
}

function entry<V extends VariantName, T extends CommandType>(
  type: T,
  input: Entry<V, T>["input"],
  ok: Entry<V, T>["ok"] = () => ({}),
): AnyEntry {
  return { type, input, ok };
}

const LATER = "not_available";

/** Said by the session itself: they change no row. */
type Local = "heartbeat" | "presence_set";

const PAGE = 50;

const table: { readonly [V in Exclude<VariantName, Local>]: AnyEntry | typeof LATER } = {
  message: entry<"message", "message_send">(
    "message_send",
    (text, { defaultRoom }) => ({ room: defaultRoom, text, nonce: null, replyTo: null }),
    (message) => ({ message: toMessage(message) }),
  ),
  message_send: entry<"message_send", "message_send">(
    "message_send",
    ({ room_id, content, nonce, reply_to, attachment_ids, embeds }) =>
      attachment_ids.length + embeds.length > 0
        ? null
        : { room: room_id, text: content, nonce: nonce === "" ? null : nonce, replyTo: idOrNull(reply_to) },
    (message) => ({ message: toMessage(message) }),
  ),
  message_edit: entry<"message_edit", "message_edit">(
    "message_edit",
    ({ message_id, content }) => ({ message: message_id, text: content }),
    (message) => ({ message: toMessage(message) }),
  ),
  message_delete: entry<"message_delete", "message_delete">("message_delete", ({ message_id }) => ({
    message: message_id,
  })),
  reaction_add: entry<"reaction_add", "reaction_add">("reaction_add", toReaction),
  reaction_remove: entry<"reaction_remove", "reaction_remove">("reaction_remove", toReaction),
  history_get: entry<"history_get", "history_get">(
    "history_get",
    ({ room_id, before, after, around, limit }) => ({
      room: room_id,
      before: idOrNull(before),
      after: idOrNull(after),
      around: idOrNull(around),
      limit: limit === 0 ? PAGE : limit,
    }),
    (messages) => ({ messages: messages.map(toMessage) }),
  ),
  typing_start: entry<"typing_start", "typing_start">("typing_start", ({ room_id }) => ({ room: room_id })),
  typing_stop: entry<"typing_stop", "typing_stop">("typing_stop", ({ room_id }) => ({ room: room_id })),
  room_create: entry<"room_create", "room_create">(
    "room_create",
    ({ name, kind, topic }, { space }) => (kind === "" || kind === "text" ? { space, name, topic } : null),
    okRoom,
  ),
  room_update: entry<"room_update", "room_update">(
    "room_update",
    ({ room_id, name, topic }) => ({ room: room_id, name: name ?? null, topic: topic ?? null }),
    okRoom,
  ),
  members_get: entry<"members_get", "members_get">(
    "members_get",
    ({ room_id, space_id, after, limit, prefix, role_id }, { space }) =>
      room_id !== 0 || prefix !== "" || role_id !== 0
        ? null
        : {
            space: space_id === 0 ? space : space_id,
            after: idOrNull(after),
            limit: limit === 0 ? PAGE : limit,
          },
    (members) => ({ members: members.map(toMember) }),
  ),
  message_forward: LATER,
  pin_add: LATER,
  pin_remove: LATER,
  search: LATER,
  receipt_mark: LATER,
  room_delete: LATER,
  room_move: LATER,
  thread_create: LATER,
  thread_update: LATER,
  dialog_open: LATER,
  group_create: LATER,
  member_add: LATER,
  member_remove: LATER,
  role_create: LATER,
  role_update: LATER,
  role_delete: LATER,
  role_assign: LATER,
  role_unassign: LATER,
  permission_override_set: LATER,
  emoji_create: LATER,
  emoji_update: LATER,
  emoji_delete: LATER,
  profile_update: LATER,
  ban_add: LATER,
  ban_remove: LATER,
  timeout_set: LATER,
  kick: LATER,
  invite_create: LATER,
  invite_use: LATER,
  poll_create: LATER,
  poll_vote: LATER,
  poll_end: LATER,
  webhook_create: LATER,
  webhook_delete: LATER,
  command_register: LATER,
  command_call: LATER,
  voice_join: LATER,
  voice_leave: LATER,
  voice_update: LATER,
  voice_move: LATER,
  voice_signal: LATER,
  call_start: LATER,
  call_accept: LATER,
  call_decline: LATER,
  call_end: LATER,
  subscribe_presence: LATER,
  user_block: LATER,
  user_unblock: LATER,
  report_create: LATER,
  report_resolve: LATER,
  reports_get: LATER,
  audit_get: LATER,
  bans_get: LATER,
  invites_get: LATER,
  invite_delete: LATER,
  messages_delete: LATER,
  pins_get: LATER,
  space_create: LATER,
  space_update: LATER,
  space_leave: LATER,
  role_move: LATER,
  automod_set: LATER,
  notification_set: LATER,
  push_subscribe: LATER,
  push_unsubscribe: LATER,
  webhooks_get: LATER,
  webhook_update: LATER,
  webhook_rotate: LATER,
  command_unregister: LATER,
  command_answer: LATER,
};

/** The variants that can be used, for the handshake's list of capabilities. */
export const capabilities: readonly string[] = [
  ...Object.entries(table)
    .filter(([name, row]) => row !== LATER && name !== "message")
    .map(([name]) => name),
  "heartbeat",
  "presence_set",
].sort();

/** A command of the core, and how its reply is said. */
export interface Translated {
  readonly command: Command;
  readonly ok: (reply: unknown) => Partial<Ok>;
}

/** The command of an event that is not the session's own; null when its command does not exist yet. */
export function toCommand(event: Exclude<ClientEvent, { $case: Local }>, at: Whereabouts): Translated | null {
  const row = table[event.$case];
  if (row === LATER) return null;
  const input = row.input(event.value as never, at);
  if (input === null) return null;
  return {
    // The table pairs each command's name with its own input.
    command: { type: row.type, input } as Command,
    ok: row.ok as (reply: unknown) => Partial<Ok>,
  };
}

function toReaction({ message_id, emoji }: { message_id: Id; emoji: string }) {
  return { message: message_id, emoji };
}

function okRoom(room: Room): Partial<Ok> {
  return { room: toRoom(room) };
}

/** On the wire 0 means none. */
function idOrNull(id: Id): Id | null {
  return id === 0 ? null : id;
}
