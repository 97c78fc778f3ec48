/**
 * How the wire tells each event of the core to one client (`docs/protocols/big.md` section 6).
 *
 * Events differ from client to client: what a chat is called, what is unread. So each connection translates for
 * itself, in order, from what it knows; it asks the store only where that has become unknown.
 */

import type { Event, EventOf } from "../../core/events.ts";
import type { Call } from "../../core/model/calls.ts";
import type { Id } from "../../core/model/ids.ts";
import type { Message } from "../../core/model/messages.ts";
import type { Advance } from "../../core/model/receipts.ts";
import { callIdOf, hasJoined, toCallPayload } from "./calls.ts";
import { type Count, type Counts, missedFields } from "./counts.ts";
import { clientIdOf, entryIdOf, toUserId } from "./ids.ts";
import { bodyOf } from "./messages.ts";
import { refName } from "./people.ts";
import type { EventType } from "./wire.ts";

/** What is told of an event. */
export interface Telling {
  readonly eventType: EventType;
  readonly payload: unknown;
  readonly key?: string;
  /** Told without waiting for an ack, and kept nowhere. */
  readonly passing?: true;
}

/** The connection that is told. */
export interface Listening {
  readonly user: Id;
  readonly session: Id;
  readonly counts: Counts;
  readonly origin: string;
  /** The room's count, read where it is not known yet; null where it is no chat. */
  count(room: Id): Promise<Count | null>;
  /** Counts what is unread in a room anew. */
  recount(room: Id): Promise<void>;
  /** Tells the list of chats, as it is now. */
  tellChats(): Promise<void>;
  /** Somebody one has a dialog with from now on. */
  met(user: Id): void;
  /** Online or not; told when that changes. */
  seen(user: Id, status: "online" | "offline", at: number): Telling | null;
  /** Whether a call was told already. */
  rang(call: Id): boolean;
}

type Say<T extends Event["type"]> = (event: EventOf<T>, to: Listening) => Promise<Telling[]> | Telling[];

const CHATS = async (_event: unknown, to: Listening): Promise<Telling[]> => {
  await to.tellChats();
  return [];
};

/** One entry per event: how it is said, or "cannot" where the wire has no word. The compiler asks for the entry. */
const say: { readonly [T in Event["type"]]: Say<T> | "cannot" } = {
  message_create: ({ message, stream, origin }, to) =>
    message.room === stream && message.deleted === null ? sayMessage(message, origin, to) : [],
  message_update: async ({ message, entry, stream, origin }, to) => {
    if (entry === null || message.room !== stream || message.deleted !== null) return [];
    const count = await to.count(message.room);
    if (count === null || (origin !== 0 && origin === to.session)) return [];
    const { message: text = "", attachments } = bodyOf(message, to.user, count.room, to.origin);
    const payload = {
      chatId: count.chatId,
      userId: toUserId(message.author.id),
      messageId: entry.n,
      clientMessageId: entryIdOf({ ...entry, kind: "edit" }),
      originalMessageId: entry.of.n,
      originalClientMessageId: clientIdOf(entry.of),
      message: text,
      ...(attachments === undefined ? {} : { attachments }),
      timestamp: entry.created,
    };
    return [{ eventType: "edit", payload, key: `edit:${count.chatId}:${entry.of.n}` }];
  },
  message_delete: async ({ room, entry, stream, origin }, to) => {
    if (room !== stream) return [];
    const count = await to.count(room);
    if (count === null) return [];
    if (count.missed > 0) await to.recount(room);
    if (entry === null || (origin !== 0 && origin === to.session)) return [];
    const payload = {
      chatId: count.chatId,
      messageId: entry.n,
      originalMessageId: entry.of.n,
      clientMessageId: entryIdOf({ ...entry, kind: "deletion" }),
      originalClientMessageId: clientIdOf(entry.of),
    };
    return [{ eventType: "delete", payload }];
  },
  receipt_update: async ({ receipt, advances, origin }, to) => {
    const count = to.counts.of.get(receipt.room);
    if (count === undefined) return [];
    if (receipt.user !== to.user) return sayAdvances(count, receipt.user, advances, to.user);
    const isRead = advances.length === 0 || advances.some(({ kind }) => kind === "read");
    if (count.missed === 0 || !isRead) return [];
    await to.recount(receipt.room);
    if (origin === 0 || origin !== to.session) await to.tellChats();
    return [];
  },
  typing_start: (event, to) => sayTyping(event, to, {}),
  typing_stop: (event, to) => sayTyping(event, to, { stop: true }),
  presence_update: ({ presence: { user, status, lastSeen }, at }, to) => {
    if (user === to.user || !to.counts.isPeer(user)) return [];
    const telling = to.seen(user, status === "offline" ? "offline" : "online", lastSeen || at);
    return telling === null ? [] : [telling];
  },
  room_create: async ({ room, stream, head }, to) => {
    if (room.id !== stream) return [];
    const count = await to.count(room.id);
    if (count === null) return [];
    // A dialog is a row once something was said in it. Whoever comes to see it later than that is not told of each.
    const isRow = (room.kind !== "dialog" && room.kind !== "notes") || (head > 0 && room.last.id !== 0);
    if (isRow) {
      count.listed = true;
      await to.tellChats();
    }
    return sayRinging(room.call, count, to);
  },
  room_update: async ({ room, changed }, to) => {
    const count = to.counts.of.get(room.id);
    if (count === undefined) return [];
    count.room = room;
    if (changed.some((field) => field === "name" || field === "owner")) await to.tellChats();
    return [];
  },
  room_delete: async ({ room }, to) => {
    if (!to.counts.of.has(room)) return [];
    to.counts.drop(room);
    await to.tellChats();
    return [];
  },
  member_join: (event, to) => (event.room === null ? [] : changeMembers(event.room, to)),
  member_leave: (event, to) => (event.room === null ? [] : changeMembers(event.room, to)),
  user_update: async ({ user, profile }, to) => {
    if (profile === null || user === to.user || !to.counts.isPeer(user)) return [];
    await to.tellChats();
    return [];
  },
  call_update: async ({ call, stream }, to) => {
    const count = call.room === stream ? await to.count(call.room) : null;
    return count === null ? [] : sayRinging(call, count, to);
  },
  space_join: CHATS,
  space_leave: CHATS,
  // Other names and pictures stand in the list.
  contacts_update: CHATS,

  // A thread has no word here, and what is said in one stands in none of the chats.
  thread_create: "cannot",
  thread_update: "cannot",
  thread_delete: "cannot",
  thread_join: "cannot",
  thread_leave: "cannot",
  // A poll is told as its text when it is asked.
  poll_update: "cannot",
  poll_vote: "cannot",
  message_preview: "cannot",
  pin_update: "cannot",
  reaction_add: "cannot",
  reaction_remove: "cannot",
  occupant_enter: "cannot",
  occupant_leave: "cannot",
  voice_state: "cannot",
  voice_signal: "cannot",
  member_update: "cannot",
  ban_update: "cannot",
  invite_update: "cannot",
  role_create: "cannot",
  role_update: "cannot",
  role_delete: "cannot",
  server_update: "cannot",
  audit_entry: "cannot",
  report_update: "cannot",
  automod_update: "cannot",
  emoji_create: "cannot",
  emoji_delete: "cannot",
  emoji_update: "cannot",
  command_update: "cannot",
  command_call: "cannot",
  command_end: "cannot",
  private_answer: "cannot",
  webhook_update: "cannot",
  backend_update: "cannot",
  blank: "cannot",
};

/** What the table says of each event, for the documentation: false where it cannot be told. */
export const tells: Readonly<Record<Event["type"], boolean>> = Object.fromEntries(
  Object.entries(say).map(([type, entry]) => [type, entry !== "cannot"]),
) as Record<Event["type"], boolean>;

/** What the client is told of an event, in order; a promise where something has to be read for it. */
export function tellingsOf(event: Event, to: Listening): Promise<Telling[]> | Telling[] {
  const entry = say[event.type] as Say<Event["type"]> | "cannot";
  return entry === "cannot" ? [] : entry(event as never, to);
}

/** Section 6.6: a call that rings, once to each client; in a dialog the caller knows it. */
export function sayRinging(call: Call | null, count: Count, to: Listening): Telling[] {
  if (call?.state !== "ringing" || (count.peer !== null && call.caller.id === to.user)) return [];
  if (to.rang(call.id)) return [];
  const callType = call.video ? "video" : "audio";
  const payload = { chatId: count.chatId, callId: callIdOf(call), callType, createdAt: call.started };
  return [{ eventType: "newCall", payload }];
}

/** Section 6.1. The first message of a chat comes after the list of chats that has it. */
function sayMessage(message: Message, origin: Id, to: Listening): Promise<Telling[]> | Telling[] {
  const count = to.counts.of.get(message.room);
  return count?.listed === true ? sayInChat(message, count, origin, to) : sayFirst(message, origin, to);
}

async function sayFirst(message: Message, origin: Id, to: Listening): Promise<Telling[]> {
  const known = to.counts.of.has(message.room);
  const count = await to.count(message.room);
  if (count === null) return [];
  const isNew = !count.listed;
  count.listed = true;
  const told = sayInChat(message, count, origin, to);
  if (isNew && count.peer !== null && count.peer !== to.user) to.met(count.peer);
  if (told.length > 0 && (isNew || !known)) await to.tellChats();
  return told;
}

/** A call's message is told as its end (section 14.2). */
function sayInChat(message: Message, count: Count, origin: Id, to: Listening): Telling[] {
  const own = message.author.id === to.user;
  // Whoever was in a call has not missed it, nor what came before (section 14.3).
  if (!own && message.call !== undefined && hasJoined(message.call, to.user))
    to.counts.readUpTo(count, message.n);
  else if (!own) to.counts.came(count, message);
  if (origin !== 0 && origin === to.session && message.call === undefined) return [];
  const common = { chatId: count.chatId, messageId: message.n };
  if (message.call !== undefined) {
    const { callId, callType, status, direction } = toCallPayload(message.call, to.user, count.room);
    const payload = { ...common, callId, callType, status, direction, ...missedFields(count) };
    return [{ eventType: "closeCall", payload }];
  }
  const payload = {
    ...common,
    sender: toUserId(message.author.id),
    ...(count.room.kind === "dialog" ? {} : { senderName: refName(message.author) }),
    ...bodyOf(message, to.user, count.room, to.origin),
    timestamp: message.created,
    ...missedFields(count),
    status: "unread",
  };
  return [{ eventType: "new", payload }];
}

/** Sections 6.4 and 9.6: one's own messages that somebody received or read. Read says received too. */
function sayAdvances(count: Count, user: Id, advances: readonly Advance[], author: Id): Telling[] {
  const reads = advances.find(({ kind }) => kind === "read");
  return advances.flatMap(({ kind, to, at, newest }): Telling[] => {
    if (kind === "delivered" && reads !== undefined && reads.to >= to) return [];
    const own = newest.find((message) => message.author === author);
    if (own === undefined) return [];
    const payload = {
      chatId: count.chatId,
      ...(count.peer === null ? { userId: toUserId(user) } : {}),
      messageId: own.n,
      clientMessageId: clientIdOf(own),
      timestamp: at,
    };
    return [{ eventType: kind === "read" ? "read" : "dlvrd", payload }];
  });
}

/** Section 6.5. In a dialog that there is not yet it is told in one's own stream. */
function sayTyping(
  { room, user, stream }: EventOf<"typing_start" | "typing_stop">,
  to: Listening,
  stop: { stop?: true },
): Telling[] {
  if (user.id === to.user) return [];
  const userId = toUserId(user.id);
  const count = to.counts.of.get(room);
  const chatId = room === 0 && stream === to.user ? userId : room === stream ? count?.chatId : undefined;
  if (chatId === undefined) return [];
  return [{ eventType: "typing", payload: { chatId, userId, ...stop }, passing: true }];
}

async function changeMembers(room: Id, to: Listening): Promise<Telling[]> {
  if (!to.counts.of.has(room)) return [];
  to.counts.drop(room);
  await to.count(room);
  await to.tellChats();
  return [];
}
