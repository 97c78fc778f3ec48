/** Messages as the wire shows them (`docs/protocols/big.md` sections 8.1 to 8.4 and 8.6). */

import type { Id } from "../../core/model/ids.ts";
import type { Attachment, Entry, Message, Quote } from "../../core/model/messages.ts";
import type { Receipt } from "../../core/model/receipts.ts";
import type { RoomView } from "../../core/model/rooms.ts";
import { callText, toCallPayload } from "./calls.ts";
import { fileAddress } from "./files.ts";
import { clientIdOf, entryIdOf, toUserId } from "./ids.ts";
import type { MessageStatus } from "./wire.ts";

/** Who looks, and at what. */
export interface Viewing {
  readonly viewer: Id;
  readonly room: RoomView;
  /** Everybody's who got anywhere. */
  readonly receipts: readonly Receipt[];
  /** Goes before the addresses of files. */
  readonly origin: string;
}

type Item = Message | Entry;

/** A message, tombstone or entry, as `messages` lists it. */
export function toMessage(item: Item, viewing: Viewing): Record<string, unknown> {
  const marks =
    viewing.room.kind === "dialog" || viewing.room.kind === "notes"
      ? statusFields(item, viewing)
      : { delivering: delivering(item, viewing) };
  const common = { messageId: item.n, sender: toUserId(item.author.id), createdAt: item.created };
  if (isEntry(item)) {
    const { message } = item;
    const text = item.kind === "edit" && message.deleted === null ? { message: textOf(message) } : {};
    return {
      ...common,
      clientMessageId: entryIdOf(item),
      ...text,
      type: item.kind === "edit" ? "edit" : "delete",
      payload: { originalMessageId: item.of.n, originalClientMessageId: clientIdOf(item.of) },
      ...marks,
    };
  }
  return {
    ...common,
    ...bodyOf(item, viewing.viewer, viewing.room, viewing.origin),
    type: item.kind === "call" ? "call" : "new",
    ...(item.edited === null ? {} : { updatedAt: item.edited }),
    ...(item.deleted === null ? {} : { deletedAt: item.deleted }),
    ...marks,
  };
}

export function isEntry(item: Item): item is Entry {
  return item.kind === "edit" || item.kind === "deletion";
}

/** What a message says, as an event and a list have it in common. */
export function bodyOf(
  message: Message,
  viewer: Id,
  room: RoomView,
  origin: string,
): Record<string, unknown> {
  const { call, replyTo, forwardedFrom, attachments, deleted } = message;
  const base = { clientMessageId: clientIdOf(message) };
  if (deleted !== null) return base;
  if (call !== undefined) {
    const payload = toCallPayload(call, viewer, room);
    return { ...base, message: callText(payload), payload };
  }
  return {
    ...base,
    message: textOf(message),
    ...(attachments.length === 0 ? {} : { attachments: attachments.map((one) => toAttachment(one, origin)) }),
    ...(replyTo === null ? {} : { replyTo: toReply(replyTo) }),
    ...(forwardedFrom === null ? {} : { forwarded: true }),
  };
}

/** The text; a poll as its question with numbered options. */
export function textOf({ text, poll }: Message): string {
  return [text, ...(poll?.options ?? []).map((option) => `${option.id}. ${option.text}`)]
    .filter((line) => line !== "")
    .join("\n")
    .toWellFormed();
}

/** Section 8.4; of a message that was deleted the text is left out. */
function toReply({ id, n, nonce, author, text, created, deletedAt }: Quote): object {
  return {
    messageId: n,
    clientMessageId: clientIdOf({ id, nonce }),
    ...(deletedAt === null ? { message: text } : { deletedAt }),
    sender: toUserId(author.id),
    createdAt: created,
  };
}

/** Section 8.6. */
function toAttachment(file: Attachment, origin: string): object {
  const { id, name, mediaType, size, width, height } = file;
  const kind = /^(image|video|audio)\//.exec(mediaType)?.[1] ?? "file";
  const extension = /\.([^.]+)$/.exec(name)?.[1] ?? "";
  const meta = kind === "file" ? { extension, size } : { mimetype: mediaType, width, height, size };
  return { type: kind, id: String(id), filename: name, url: fileAddress(file, origin), size, meta };
}

/** Section 8.1: the state at whoever received it, the same for both. */
function statusFields(item: Item, { receipts, room }: Viewing): object {
  if ("deleted" in item && item.deleted !== null) return { status: "deleted" };
  if (room.kind === "notes") return { status: "read" };
  const at = receipts.find(({ user }) => user !== item.author.id);
  const read = at !== undefined && at.read.n >= item.n ? at.read.at : null;
  const dlvrd = at !== undefined && at.delivered.n >= item.n ? at.delivered.at : null;
  return {
    status: statusAt(at, item.n),
    ...(read === null ? {} : { read }),
    ...(dlvrd === null && read === null ? {} : { dlvrd: dlvrd ?? read }),
  };
}

/** How far a message with a number came to somebody. */
export function statusAt(receipt: Receipt | undefined, n: number): MessageStatus {
  if (receipt === undefined) return "undelivered";
  if (receipt.read.n >= n) return "read";
  return receipt.delivered.n >= n ? "unread" : "undelivered";
}

/** Section 8.2; in the rooms of a space nobody sees how far others are. */
function delivering({ author, n }: Item, { room, receipts }: Viewing): object[] {
  if (room.space !== null) return [];
  return receipts.flatMap(({ user, read, delivered }) => {
    if (user === author.id || Math.max(read.n, delivered.n) < n) return [];
    const readAt = read.n >= n ? { read: read.at } : {};
    return [{ userId: toUserId(user), dlvrd: delivered.n >= n ? delivered.at : read.at, ...readAt }];
  });
}
