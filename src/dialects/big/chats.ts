/** Chats and the chat list (`docs/protocols/big.md` sections 8.7, 8.8, 12 and 16.4). */

import type { Chat } from "../../core/chats.ts";
import type { Call } from "../../core/model/calls.ts";
import type { Id } from "../../core/model/ids.ts";
import type { RoomView } from "../../core/model/rooms.ts";
import type { Person } from "../../core/people.ts";
import { callIdOf, callText, toCallPayload } from "./calls.ts";
import { clientIdOf, toRoomId, toUserId } from "./ids.ts";
import { statusAt, textOf } from "./messages.ts";
import { displayName, type IsOnline, lastSeenOf, toProfile, toSeenProfile } from "./people.ts";
import { CUT_PREVIEW, MAX_PARTICIPANTS, MAX_PREVIEW, type MessageStatus } from "./wire.ts";

/** Who looks, and what they know of people. */
export interface Onlooking {
  readonly viewer: Id;
  readonly people: ReadonlyMap<Id, Person>;
  readonly isOnline: IsOnline;
  readonly origin: string;
}

/** Whose dialog it is: the other one's, or in notes one's own. */
export function peerOf(room: RoomView, viewer: Id): Id | null {
  if (room.kind === "notes") return viewer;
  if (room.kind !== "dialog") return null;
  return room.members.find(({ id }) => id !== viewer)?.id ?? null;
}

/** What requests call the chat (section 3). */
export function chatIdOf(room: RoomView, viewer: Id): string {
  const peer = peerOf(room, viewer);
  return peer === null ? toRoomId(room.id) : toUserId(peer);
}

/** Users whose profiles a list shows: those of the dialogs. */
export function shownIn(chats: readonly Chat[], viewer: Id): Id[] {
  return [...new Set(chats.flatMap(({ room }) => peerOf(room, viewer) ?? []))];
}

/** Section 4.6 `chats`: newest activity first. A dialog that nobody said anything in is no row yet. */
export function toList(chats: readonly Chat[], on: Onlooking): object[] {
  return chats
    .filter(({ room, last }) => last !== null || (room.kind !== "dialog" && room.kind !== "notes"))
    .toSorted((a, b) => timeOf(b) - timeOf(a) || b.room.id - a.room.id)
    .map((chat) => toItem(chat, on));
}

function timeOf({ room, last }: Chat): number {
  return last?.created ?? room.created;
}

/** ChatListItem of section 8.8. */
function toItem(chat: Chat, on: Onlooking): object {
  const { room, last } = chat;
  const kind = last?.attachments[0] === undefined ? null : attachmentType(last.attachments[0].mediaType);
  return {
    type: typeOf(room),
    id: chatIdOf(room, on.viewer),
    ...faceOf(room, on),
    ...lastOf(chat, on),
    ...missedOf(chat, on.viewer),
    verified: false,
    ...(kind === null ? {} : { attachmentType: kind }),
    ...seenOf(room, on),
  };
}

/** Chat of section 8.7; the members of a group among the people known. */
export function toChat(chat: Chat, on: Onlooking): object {
  const { room } = chat;
  const call = room.call === null ? {} : { call: callOf(room.call) };
  return {
    chatId: chatIdOf(room, on.viewer),
    type: typeOf(room),
    ...faceOf(room, on),
    ...lastOf(chat, on),
    ...missedOf(chat, on.viewer),
    ...call,
    ...seenOf(room, on),
    meta: metaOf(room, on),
  };
}

/** The dialog with somebody to whom nothing was said yet. */
export function toEmptyChat(person: Person, on: Onlooking): object {
  const id = toUserId(person.profile.id);
  const own = person.profile.id === on.viewer;
  return {
    chatId: id,
    type: own ? "favorites" : "dialog",
    ...(own ? { name: "Favorites" } : personFace(person, on.origin)),
    missed: 0,
    isMine: false,
    ...(own ? {} : lastSeenOf(person, on.isOnline)),
    meta: toSeenProfile(person, on.isOnline, on.origin),
  };
}

/** Users whose profiles a chat shows (section 0: of a space's room the first hundred). */
export function membersOf(room: RoomView, viewer: Id, inSpace: readonly Id[]): Id[] {
  const peer = peerOf(room, viewer);
  if (peer !== null) return [peer];
  return (room.space === null ? room.members.map(({ id }) => id) : [...inSpace]).slice(
    0,
    room.space === null ? undefined : MAX_PARTICIPANTS,
  );
}

function typeOf({ kind }: RoomView): "dialog" | "group" | "favorites" {
  return kind === "dialog" ? "dialog" : kind === "notes" ? "favorites" : "group";
}

function faceOf(room: RoomView, on: Onlooking): object {
  if (room.kind === "notes") return { name: "Favorites" };
  const peer = peerOf(room, on.viewer);
  const person = peer === null ? undefined : on.people.get(peer);
  if (person !== undefined) return personFace(person, on.origin);
  return { name: nameOfRoom(room) };
}

function personFace(person: Person, origin: string): object {
  const { avatarUrl } = toProfile(person, origin);
  return { name: displayName(person), ...(avatarUrl === undefined ? {} : { photoUrl: avatarUrl }) };
}

/** A group's name may be empty. */
export function nameOfRoom({ name, members }: RoomView): string {
  return name === ""
    ? members
        .map((member) => member.name)
        .join(", ")
        .slice(0, 128)
        .toWellFormed()
    : name;
}

function lastOf({ room, last, own, others }: Chat, { viewer }: Onlooking): object {
  if (last === null) {
    if (room.kind === "dialog" || room.kind === "notes") return { isMine: false };
    const author = room.owner ?? room.creator;
    return {
      lastMessageText: "chat created",
      lastMessageTime: room.created,
      lastMessageAuthor: author === null || author === viewer ? "" : toUserId(author),
      lastMessageStatus: "undelivered" satisfies MessageStatus,
      isMine: author === viewer,
    };
  }
  const isMine = last.author.id === viewer;
  const text = last.call === undefined ? textOf(last) : callText(toCallPayload(last.call, viewer, room));
  return {
    lastMessageId: last.n,
    lastMessageText:
      isMine || text.length <= MAX_PREVIEW ? text : `${text.slice(0, CUT_PREVIEW)}...`.toWellFormed(),
    lastMessageTime: last.created,
    lastMessageAuthor: isMine ? "" : toUserId(last.author.id),
    lastMessageStatus: rowStatus(room, last.n, isMine, own, others),
    isMine,
  };
}

/** Section 12.2: of one's own message the state at the others, else one's own. */
function rowStatus(
  room: RoomView,
  n: number,
  isMine: boolean,
  own: Chat["own"],
  others: Chat["others"],
): MessageStatus {
  if (room.kind === "notes") return "read";
  if (!isMine) {
    if (own.read.n >= n) return "read";
    return room.space !== null || own.delivered.n >= n ? "unread" : "undelivered";
  }
  if (room.space !== null) return "undelivered";
  const states = others.map((receipt) => statusAt(receipt, n));
  const all = room.members.length - 1;
  if (all > 0 && states.filter((state) => state === "read").length === all) return "read";
  return states.some((state) => state !== "undelivered") ? "unread" : "undelivered";
}

function missedOf({ room, own, first }: Chat, viewer: Id): object {
  if (peerOf(room, viewer) === viewer) return { missed: 0 };
  return {
    missed: own.unread,
    ...(own.unread === 0 || first === null ? {} : { firstMissed: clientIdOf(first) }),
  };
}

function seenOf(room: RoomView, on: Onlooking): object {
  const peer = room.kind === "dialog" ? peerOf(room, on.viewer) : null;
  const person = peer === null ? undefined : on.people.get(peer);
  return person === undefined ? {} : lastSeenOf(person, on.isOnline);
}

function metaOf(room: RoomView, on: Onlooking): object {
  const peer = peerOf(room, on.viewer);
  if (peer !== null) {
    const person = on.people.get(peer);
    return person === undefined ? {} : toSeenProfile(person, on.isOnline, on.origin);
  }
  const owner = room.owner ?? room.creator;
  const participants = [...on.people.values()].map((person) => toProfile(person, on.origin));
  return {
    name: nameOfRoom(room),
    ...(owner === null ? {} : { owner: toUserId(owner) }),
    participants,
    createdAt: room.created,
    verified: false,
  };
}

function callOf(call: Call): object {
  return { callId: callIdOf(call), createdAt: call.started };
}

function attachmentType(mediaType: string): string {
  return /^(image|video|audio)\//.exec(mediaType)?.[1] ?? "file";
}
