/** The core's nouns as objects of the gateway (`docs/protocols/i386chat.md` section 6). */

import type { Id } from "../../core/model/ids.ts";
import type { Message } from "../../core/model/messages.ts";
import type { RoomView } from "../../core/model/rooms.ts";
import type { UserRef } from "../../core/model/users.ts";
import { addressOf } from "../../core/uploads.ts";
import { toNumber } from "./digits.ts";

/** Longest beginning of a message that a reply shows, in code points. */
const QUOTE = 80;

/** Digits that a nonce of the core carries beside the hash: those of all numbers of 64 bits. */
const CARRIED_DIGITS = 20;

/** What only the server knows of a user. */
export type IsAdministrator = (user: Id) => boolean;

export interface User {
  readonly id: number;
  readonly name: string;
  readonly uuid: string;
  readonly admin: boolean;
  readonly bio: string;
}

export function toUser({ id, name }: Pick<UserRef, "id" | "name">, isAdministrator: IsAdministrator): User {
  return { id, name, uuid: uuidOf(id), admin: isAdministrator(id), bio: "" };
}

/** A UUID of version 8 (RFC 9562) that holds the id. */
export function uuidOf(id: Id): string {
  const hex = id.toString(16).padStart(16, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8000-8000-00000000${hex.slice(12)}`;
}

/** Room object; `description` is given, for it may have to be cut. */
export function toRoom(room: RoomView, description: string, isAdministrator: IsAdministrator): object {
  const { id, maker } = room;
  return {
    id,
    name: nameOf(room),
    description,
    visibility: isPublic(room),
    creator: maker === null ? null : toUser(maker, isAdministrator),
  };
}

/** Dialogs and notes have no name of their own. */
function nameOf({ name, members, kind }: RoomView): string {
  return name === ""
    ? [...members.map((member) => member.name), kind].join(", ").slice(0, 64).toWellFormed()
    : name;
}

/** Private is what somebody has to be let into: dialogs, groups, notes, and rooms that a role may not see. */
function isPublic({ space, overrides }: RoomView): boolean {
  return space !== null && !overrides.some(({ of, deny }) => of === "role" && deny.includes("view"));
}

/** Message object with what we add to it; `content` is given, for it may have to be cut. */
export function toMessage(
  { id, room, created, edited, author, nonce }: Message,
  content: string,
  isAdministrator: IsAdministrator,
  digits: string = digitsIn(nonce),
): object {
  const object = {
    content,
    nonce: toNumber(digits),
    user: toUser(author, isAdministrator),
    id,
    room,
    ts: created,
  };
  return edited === null ? object : { ...object, edited };
}

/** The text of a message with what the gateway has no word for, in lines before and after it. */
export function contentOf(message: Message): string {
  const { text, replyTo, forwardedFrom, attachments, poll, embeds = [] } = message;
  const lines: string[] = [];
  if (replyTo !== null) lines.push(`> ${replyTo.author.name}: ${firstOf(replyTo.text)}`);
  if (forwardedFrom !== null) lines.push(`> forwarded from ${forwardedFrom.author.name}`);
  if (text !== "") lines.push(text);
  for (const option of poll?.options ?? []) lines.push(`${option.id}. ${option.text}`);
  // What a preview adds to a link is left out.
  for (const { title, description, url, link } of embeds)
    if (link === undefined) lines.push(...[title, description, url].filter((line) => line !== ""));
  for (const file of attachments) lines.push(`${file.name} (${sizeOf(file.size)}) ${addressOf(file)}`);
  return lines.join("\n").toWellFormed();
}

function firstOf(text: string): string {
  return [...text.replaceAll("\n", " ").slice(0, QUOTE * 2)].slice(0, QUOTE).join("");
}

function sizeOf(bytes: number): string {
  if (bytes < 1_024) return `${bytes} B`;
  return bytes < 1_048_576 ? `${(bytes / 1_024).toFixed(1)} KiB` : `${(bytes / 1_048_576).toFixed(1)} MiB`;
}

/**
 * The core's idempotency key of a nonce: the hash of session, nonce and content, for some bots always send 1;
 * beside it the digits, where they fit, so that whoever reads the message later reads them too.
 */
export function keyOf(
  hash: (text: string) => string,
  session: Id | string,
  digits: string,
  content: string,
): string {
  const key = hash(`${session} ${digits} ${content}`);
  return digits.length <= CARRIED_DIGITS ? `${key}.${digits}` : key;
}

/** The digits that a key carries; 0 where it carries none, or comes from another dialect. */
export function digitsIn(key: string | null): string {
  return /^[\w-]{43}\.(-?(?:0|[1-9]\d{0,19}))$/.exec(key ?? "")?.[1] ?? "0";
}
