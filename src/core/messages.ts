/** Sending, editing, deleting and reading messages. */

import { Type } from "typebox";
import { may, requireMessage, requireRoom, standingIn } from "./authorize.ts";
import { command, fields, happened, IdSchema } from "./command.ts";
import type { Event } from "./events.ts";
import { Fault, notFound } from "./faults.ts";
import type { Id, Message, Quote, UserRef } from "./model.ts";
import type { HistoryCut } from "./tx/messages.ts";

/** Longest text of a message, in bytes of UTF-8. */
export const MAX_TEXT_BYTES = 16 * 1024;

/** Longest idempotency key, in bytes of UTF-8. */
export const MAX_NONCE_BYTES = 64;

/** Most messages that one call for history gives. */
export const MAX_HISTORY = 200;

const QUOTE_CODE_POINTS = 200;

const nonceSchema = Type.Union([Type.String({ minLength: 1, maxLength: MAX_NONCE_BYTES }), Type.Null()]);

/**
 * Post a message to a room.
 *
 * The same author, room and nonce give the first message again, for ever, and tell nobody: a client may
 * send again after a lost answer.
 *
 * Faults: `not_found` (room), `forbidden`, `invalid` (text, nonce, reply).
 */
export const messageSend = command(
  "change",
  fields({
    room: IdSchema,
    text: Type.String(),
    nonce: nonceSchema,
    replyTo: Type.Union([IdSchema, Type.Null()]),
  }),
  async (tx, actor, { room, text, nonce, replyTo }) => {
    requireText(text);
    if (nonce !== null && isLonger(nonce, MAX_NONCE_BYTES)) {
      throw new Fault("invalid", `A nonce has at most ${MAX_NONCE_BYTES} bytes`);
    }
    const facts = await tx.loadSend(actor, room, nonce, replyTo);
    const { caller, place } = requireRoom(facts, "send", tx.now);
    if (facts.earlier !== null) return { reply: facts.earlier, events: [] };
    const wait = facts.lastSent + place.room.slowMode - tx.now;
    const slow = place.room.slowMode > 0 && !may(standingIn(place, caller.id), "manage_room", tx.now);
    if (slow && wait > 0) throw new Fault("rate_limited", "This room has slow mode; wait a little", wait);
    if (replyTo !== null && facts.quoted === null) {
      throw new Fault("invalid", "A reply needs an earlier message of the same room");
    }
    const message: Message = {
      id: tx.newId(),
      room,
      n: 0,
      kind: "text",
      author: refOf(caller),
      text,
      replyTo: facts.quoted === null ? null : quoteOf(facts.quoted),
      reactions: [],
      nonce,
      created: tx.now,
      edited: null,
      deleted: null,
    };
    await tx.appendMessage(message);
    if (slow) await tx.noteSent(room, caller.id, tx.now);
    return {
      reply: message,
      events: [{ ...happened(tx, actor, place.stream), type: "message_create", message }],
    };
  },
);

/** Change the text of one's own message. Faults: `not_found`, `forbidden`, `invalid`. */
export const messageEdit = command(
  "change",
  fields({ message: IdSchema, text: Type.String() }),
  async (tx, actor, input) => {
    requireText(input.text);
    const { caller, place, standing, message } = requireMessage(
      await tx.loadMessage(actor, input.message),
      tx.now,
    );
    if (message.author.id !== caller.id || !may(standing, "edit_own", tx.now)) {
      throw new Fault("forbidden", "Only its author may edit a message");
    }
    await tx.setText(message.id, input.text, tx.now);
    await tx.appendEntry({
      id: tx.newId(),
      room: message.room,
      kind: "edit",
      of: message.id,
      author: caller.id,
      at: tx.now,
    });
    const edited: Message = { ...message, text: input.text, edited: tx.now, reactions: [] };
    const event: Event = { ...happened(tx, actor, place.stream), type: "message_update", message: edited };
    return { reply: { ...edited, reactions: await tx.reactionsOf(message.id, caller.id) }, events: [event] };
  },
);

/** Leave a tombstone. Faults: `not_found`, `forbidden`. */
export const messageDelete = command("change", fields({ message: IdSchema }), async (tx, actor, input) => {
  const { caller, place, standing, message } = requireMessage(
    await tx.loadMessage(actor, input.message),
    tx.now,
  );
  const own = message.author.id === caller.id && may(standing, "delete_own", tx.now);
  if (!own && !may(standing, "delete_any", tx.now))
    throw new Fault("forbidden", "You may not delete this message");
  await tx.eraseMessage(message.id, tx.now);
  await tx.appendEntry({
    id: tx.newId(),
    room: message.room,
    kind: "deletion",
    of: message.id,
    author: caller.id,
    at: tx.now,
  });
  const event: Event = {
    ...happened(tx, actor, place.stream),
    type: "message_delete",
    room: message.room,
    message: message.id,
    user: refOf(caller),
  };
  return { reply: null, events: [event] };
});

const optionalId = Type.Union([IdSchema, Type.Null()]);

/**
 * A page of a room's history, oldest first, without tombstones. At most one of before, after and around
 * is given; none means the newest.
 *
 * Faults: `not_found` (room, or the message to start from), `forbidden`, `invalid`.
 */
export const historyGet = command(
  "read",
  fields({
    room: IdSchema,
    before: optionalId,
    after: optionalId,
    around: optionalId,
    limit: Type.Integer({ minimum: 1, maximum: MAX_HISTORY }),
  }),
  async (tx, actor, { room, limit, ...cuts }) => {
    const { caller } = requireRoom(await tx.loadRoom(actor, room), "view", tx.now);
    const page = await tx.history(room, caller.id, historyCut(cuts), limit);
    if (page === null) throw notFound();
    return { reply: page, events: [] };
  },
);

function historyCut(cuts: { before: Id | null; after: Id | null; around: Id | null }): HistoryCut {
  const { before, after, around } = cuts;
  if ([before, after, around].filter((id) => id !== null).length > 1) {
    throw new Fault("invalid", "Give one of before, after and around");
  }
  if (before !== null) return { before };
  if (after !== null) return { after };
  return around === null ? { latest: true } : { around };
}

export function refOf({ id, handle, name }: UserRef): UserRef {
  return { id, handle, name };
}

/** What a reply shows of the message it answers. */
export function quoteOf({
  id,
  author,
  text,
  deleted,
}: Pick<Message, "id" | "author" | "text" | "deleted">): Quote {
  return {
    id,
    author,
    text: deleted === null ? firstCodePoints(text, QUOTE_CODE_POINTS) : "",
    deleted: deleted !== null,
  };
}

function firstCodePoints(text: string, count: number): string {
  // Code units never number fewer than code points, so short texts need no counting.
  return text.length <= count ? text : [...text.slice(0, count * 2)].slice(0, count).join("");
}

function requireText(text: string): void {
  if (text.trim() === "") throw new Fault("invalid", "A message needs text");
  if (isLonger(text, MAX_TEXT_BYTES))
    throw new Fault("invalid", `A message has at most ${MAX_TEXT_BYTES} bytes`);
}

const utf8 = new TextEncoder();

/** Whether the text takes more bytes of UTF-8. A code unit takes at most three, so most texts need no counting. */
function isLonger(text: string, bytes: number): boolean {
  return text.length * 3 > bytes && utf8.encode(text).length > bytes;
}
