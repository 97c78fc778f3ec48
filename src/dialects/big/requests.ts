/**
 * What clients ask for, over the socket and over HTTP alike (`docs/protocols/big.md` sections 4, 9, 10 and 16.4):
 * commands of the core, and their replies as the wire's payloads.
 */

import type { Chat } from "../../core/chats.ts";
import type { Reply } from "../../core/commands.ts";
import { Fault } from "../../core/faults.ts";
import type { Id } from "../../core/model/ids.ts";
import type { Entry, Message } from "../../core/model/messages.ts";
import type { RoomView } from "../../core/model/rooms.ts";
import type { Actor } from "../../core/model/users.ts";
import type { Node } from "../../core/node.ts";
import type { Person } from "../../core/people.ts";
import { membersOf, shownIn, toChat, toEmptyChat, toList } from "./chats.ts";
import { keyAt } from "./files.ts";
import { clientIdOf, entryIdOf, fromChatId } from "./ids.ts";
import { isEntry, toMessage } from "./messages.ts";
import type { Payload } from "./payloads.ts";
import { type IsOnline, toProfile } from "./people.ts";
import { BigError, DEFAULT_COUNT, SAID } from "./wire.ts";

/** Who asks, and where. */
export interface Asking {
  readonly node: Node;
  readonly actor: Actor;
  readonly space: Id;
  readonly isOnline: IsOnline;
  /** Goes before the addresses of files and pictures. */
  readonly origin: string;
}

/** The room of a chat; null for a dialog that nobody opened yet. Throws `Chat not found`. */
export async function find({ node, actor }: Asking, chatId: string): Promise<RoomView | null> {
  const named = fromChatId(chatId);
  if (named === null) throw noChat();
  const { room } = await node.ask(actor, { type: "chat_find", input: named });
  // A dialog is called by the other user's id only.
  const isChat = room === null || room.space === null || room.kind === "text";
  const isDirect = room !== null && (room.kind === "dialog" || room.kind === "notes");
  if (!isChat || (named.of === "room" && isDirect)) throw noChat();
  return room;
}

function noChat(): BigError {
  return new BigError(404, SAID.noChat);
}

/** The same where there has to be one. */
export async function findOpen(asking: Asking, chatId: string): Promise<RoomView> {
  const room = await find(asking, chatId);
  if (room === null) throw noChat();
  return room;
}

/** Opens the dialog when it is written to. */
export async function open(asking: Asking, chatId: string): Promise<RoomView> {
  const room = await find(asking, chatId);
  if (room !== null) return room;
  const user = fromChatId(chatId)?.id ?? 0;
  return await asking.node.ask(asking.actor, { type: "dialog_open", input: { user } });
}

/** Section 4.1. */
export async function send(asking: Asking, said: Payload<"new">): Promise<object> {
  const room = await open(asking, said.chatId);
  const nonce =
    said.clientMessageId === undefined || said.clientMessageId === "" ? null : said.clientMessageId;
  const attachments = await filesOf(asking, said.attachments ?? []);
  const replyTo = await repliedTo(asking, room.id, said.replyTo ?? null);
  const input = { room: room.id, text: said.message ?? "", nonce, replyTo, attachments, reads: true };
  const message = await asking.node.ask(asking.actor, { type: "message_send", input });
  return { messageId: message.n, timestamp: message.created, clientMessageId: clientIdOf(message) };
}

/** One's own uploads by their addresses here (section 20, attachment URL rule). */
async function filesOf(asking: Asking, attachments: readonly { url: string }[]): Promise<Id[]> {
  if (attachments.length === 0) return [];
  const keys = attachments.map(({ url }) => {
    const key = keyAt(url, asking.origin);
    if (key === null) throw new BigError(400, "url must be an address of this server");
    return key;
  });
  const files = await asking.node.ask(asking.actor, { type: "uploads_by_key", input: { keys } });
  if (files.length < new Set(keys).size)
    throw new BigError(400, "url is no upload of yours that waits to be sent");
  return files.map(({ id }) => id);
}

/** An unknown number is no reply (section 4.1). */
async function repliedTo(asking: Asking, room: Id, n: number | null): Promise<Id | null> {
  const item = n === null || n === 0 ? null : await itemAt(asking, room, n);
  return item === null || isEntry(item) ? null : item.id;
}

async function itemAt({ node, actor }: Asking, room: Id, n: number): Promise<Message | Entry | null> {
  const input = { room, from: n, to: n, keep: "first", limit: 1 } as const;
  const { items } = await node.ask(actor, { type: "conversation_get", input });
  return items[0] ?? null;
}

/** The message that an edit or a deletion is about. */
async function target(asking: Asking, room: Id, n: number): Promise<Message> {
  const item = await itemAt(asking, room, n);
  if (item === null || isEntry(item)) throw new BigError(404, `Message with ID ${n} does not exist`);
  return item;
}

/** Section 4.2. The attachments of a message stay as they are. */
export async function edit(asking: Asking, said: Payload<"edit">): Promise<object> {
  const room = await findOpen(asking, said.chatId);
  const message = await target(asking, room.id, said.originalMessageId);
  if (message.deleted !== null) throw new BigError(404, `Message with ID ${message.n} does not exist`);
  const nonce =
    said.clientMessageId === undefined || said.clientMessageId === "" ? null : said.clientMessageId;
  const input = { message: message.id, text: said.message, nonce };
  await asking.node.ask(asking.actor, { type: "message_edit", input });
  const entries = await entriesOf(asking, room.id, message.id);
  const made = entries.find(
    (entry) => entry.kind === "edit" && entry.author.id === asking.actor.user && entry.nonce === nonce,
  );
  // A rule of the space removed the message instead.
  if (made === undefined) throw new BigError(403, SAID.forbidden);
  return entryReply(made);
}

async function entriesOf({ node, actor }: Asking, room: Id, message: Id): Promise<readonly Entry[]> {
  return await node.ask(actor, { type: "entries_get", input: { room, message } });
}

/** Section 4.3. The second deletion gives the first one's result. */
export async function remove(asking: Asking, said: Payload<"delete">): Promise<object> {
  const n = said.originalMessageId ?? said.messageId;
  if (n === undefined) throw new BigError(400, "payload.originalMessageId is missing or does not fit");
  if (said.for === "me") throw new BigError(400, "payload.for: messages are deleted for all here");
  const room = await findOpen(asking, said.chatId);
  const message = await target(asking, room.id, n);
  if (message.deleted === null) {
    const given = said.originalMessageId === undefined ? "" : (said.clientMessageId ?? "");
    const input = { message: message.id, nonce: given === "" ? null : given };
    await asking.node.ask(asking.actor, { type: "message_delete", input });
  }
  const entries = await entriesOf(asking, room.id, message.id);
  const made = entries.find((entry) => entry.kind === "deletion");
  if (made === undefined) throw new BigError(404, `Message with ID ${n} does not exist`);
  return entryReply(made);
}

function entryReply(entry: Pick<Entry, "id" | "n" | "nonce" | "kind" | "created">): object {
  return { messageId: entry.n, timestamp: entry.created, clientMessageId: entryIdOf(entry) };
}

/** Sections 4.4 and 9.1. Also says what one has not read, for the session's count. */
export async function mark(
  asking: Asking,
  kind: "dlvrd" | "read",
  { chatId, messageId }: Payload<"read">,
): Promise<{ room: Id | null; payload: object; reach: Reply<"receipt_reach"> | null }> {
  const room = await find(asking, chatId);
  const nothing = { chatId, messageId: 0, clientMessageId: "", timestamp: 0 };
  if (room === null) {
    if (kind === "dlvrd") throw new BigError(404, SAID.noMessage);
    return { room: null, payload: { ...nothing, missed: 0 }, reach: null };
  }
  const input = {
    room: room.id,
    n: messageId ?? null,
    kind: kind === "read" ? "read" : "delivered",
  } as const;
  const reach = await asking.node
    .ask(asking.actor, { type: "receipt_reach", input })
    .catch((error: unknown) => {
      if (error instanceof Fault && error.code === "invalid") throw new BigError(404, SAID.noMessage);
      throw error;
    });
  const { target: reached, receipt, first, last } = reach;
  if (last === 0 && kind === "dlvrd") throw new BigError(404, SAID.noMessage);
  const at = kind === "read" ? receipt.read.at : receipt.delivered.at;
  const marked =
    reached === null
      ? nothing
      : { chatId, messageId: reached.n, clientMessageId: clientIdOf(reached), timestamp: at };
  const missed =
    kind === "read"
      ? { missed: receipt.unread, ...(first === null ? {} : { firstMissed: clientIdOf(first) }) }
      : {};
  return { room: room.id, payload: { ...marked, ...missed }, reach };
}

/** Section 4.5. */
export async function messages(asking: Asking, said: Payload<"messages">): Promise<object> {
  const { startId, endId, count = DEFAULT_COUNT } = said;
  if (startId !== undefined && endId !== undefined) throw new BigError(400, SAID.bothIds);
  const room = await find(asking, said.chatId);
  if (room === null) return { messages: [], authors: [] };
  const range =
    startId === undefined
      ? {
          from: endId === undefined ? 0 : Math.max(0, endId - count + 1),
          to: endId ?? LAST,
          keep: "last" as const,
        }
      : { from: startId, to: startId + count - 1, keep: "first" as const };
  const { node, actor, origin } = asking;
  const input = { room: room.id, ...range, limit: count };
  const { items, receipts } = await node.ask(actor, { type: "conversation_get", input });
  const listed = items.map((item) => toMessage(item, { viewer: actor.user, room, receipts, origin }));
  if (room.kind === "dialog" || room.kind === "notes") return { messages: listed, authors: [] };
  const people = await peopleOf(asking, [...new Set(items.map(({ author }) => author.id))]);
  return { messages: listed, authors: [...people.values()].map((person) => toProfile(person, origin)) };
}

const LAST = Number.MAX_SAFE_INTEGER;

/** Those of the users whom the asking one may know of. */
export async function peopleOf({ node, actor }: Asking, users: readonly Id[]): Promise<Map<Id, Person>> {
  if (users.length === 0) return new Map();
  const people = await node.ask(actor, { type: "people_get", input: { users: [...users] } });
  return new Map(people.map((person) => [person.profile.id, person]));
}

/** Section 4.6 `chat`. */
export async function chat(asking: Asking, { chatId }: Payload<"chat">): Promise<object> {
  const { node, actor } = asking;
  const room = await find(asking, chatId);
  const on = { viewer: actor.user, isOnline: asking.isOnline, origin: asking.origin };
  if (room === null) {
    const people = await peopleOf(asking, [fromChatId(chatId)?.id ?? 0]);
    const [person] = people.values();
    if (person === undefined) throw noChat();
    return toEmptyChat(person, { ...on, people });
  }
  return await toChatOf(asking, await node.ask(actor, { type: "chat_get", input: { room: room.id } }));
}

/** A chat with the people in it. */
export async function toChatOf(asking: Asking, found: Chat): Promise<object> {
  const { actor, isOnline, origin } = asking;
  const people = await peopleOf(asking, await peopleIn(asking, found.room));
  return toChat(found, { viewer: actor.user, people, isOnline, origin });
}

async function peopleIn({ node, actor, space }: Asking, room: RoomView): Promise<Id[]> {
  if (room.space === null) return membersOf(room, actor.user, []);
  const input = { space, room: room.id, after: null, limit: 100, prefix: "", role: null };
  const { items } = await node.ask(actor, { type: "members_get", input });
  return membersOf(
    room,
    actor.user,
    items.map(({ user }) => user.id),
  );
}

/** Section 4.6 `chats`. */
export async function chats(asking: Asking): Promise<object[]> {
  const { node, actor, space, isOnline, origin } = asking;
  const found = await node.ask(actor, { type: "chats_get", input: { space } });
  const people = await peopleOf(asking, shownIn(found, actor.user));
  return toList(found, { viewer: actor.user, people, isOnline, origin });
}

/** What the wire says for a fault of the core. */
export function toError(error: unknown): BigError {
  if (error instanceof BigError) return error;
  if (!(error instanceof Fault)) throw error;
  switch (error.code) {
    case "not_found":
      return noChat();
    case "forbidden":
    case "banned":
      return new BigError(403, SAID.forbidden);
    case "unauthenticated":
      return new BigError(401, "Unauthorized");
    case "rate_limited":
      return new BigError(429, SAID.tooFast);
    case "storage":
      return new BigError(500, "Something went wrong");
    default:
      return new BigError(400, error.message);
  }
}

/** Section 11.2. Before there is a dialog its other side is told all the same. */
export async function typing(asking: Asking, { chatId, stop = false }: Payload<"typing">): Promise<void> {
  const { node, actor } = asking;
  const room = await find(asking, chatId);
  if (room !== null) {
    const input = { room: room.id };
    await (stop
      ? node.ask(actor, { type: "typing_stop", input })
      : node.ask(actor, { type: "typing_start", input }));
  } else await node.ask(actor, { type: "typing_to", input: { user: fromChatId(chatId)?.id ?? 0, stop } });
}
