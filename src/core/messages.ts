/** Sending and editing messages. */

import { type Static, Type } from "typebox";
import { may, require, requireMessage, requireRoom, standingIn } from "./authorize.ts";
import { follow, judge } from "./automod.ts";
import { command, fields, happened, IdSchema } from "./command.ts";
import { enterConversation, MAX_REVISIONS, wasDone } from "./conversation-entries.ts";
import { embedsSchema, requireEmbeds, textsOf } from "./embeds.ts";
import type { Event, Happening } from "./events.ts";
import { Fault } from "./faults.ts";
import { settleMentions } from "./mentions.ts";
import { emptied, erase } from "./message-removal.ts";
import {
  MAX_ATTACHMENTS,
  nonceSchema,
  requireNonce,
  requirePause,
  requireText,
  takeFiles,
} from "./message-rules.ts";
import type { Millis } from "./model/ids.ts";
import type { Message } from "./model/messages.ts";
import type { Actor, UserRef } from "./model/users.ts";
import { previewsAfterEdit, wishPreviews } from "./previews.ts";
import { quoteOf } from "./quote.ts";
import { readBefore } from "./reach.ts";
import { wake } from "./thread-life.ts";
import type { Place } from "./tx/rooms.ts";
import type { Tx } from "./tx/tx.ts";
import { refOf } from "./user-refs.ts";

/** Most reactions that are told with an edit. */
const MAX_REACTORS = 1_000;

const sendInput = fields({
  room: IdSchema,
  text: Type.String(),
  nonce: nonceSchema,
  replyTo: Type.Union([IdSchema, Type.Null()]),
  /** Whether the author of the message replied to is mentioned. */
  replyPing: Type.Optional(Type.Boolean()),
  /** For how long the nonce counts, in milliseconds; absent: as long as its message or tombstone is kept. */
  nonceWindow: Type.Optional(Type.Integer({ minimum: 1 })),
  /** Whether no link previews are made under it. */
  noPreviews: Type.Optional(Type.Boolean()),
  /** Whether what others said before is read by the author. */
  reads: Type.Optional(Type.Boolean()),
  /** One's own unused uploads; absent means none. */
  attachments: Type.Optional(Type.Array(IdSchema, { maxItems: MAX_ATTACHMENTS, uniqueItems: true })),
  /** Needs the permission "embed_links"; absent means none. */
  embeds: Type.Optional(embedsSchema),
});

type SendInput = Static<typeof sendInput>;

/**
 * Post a message to a room.
 *
 * The same author, room and nonce give the first message again, for ever, and tell nobody: a client may
 * send again after a lost answer. Where the nonce counts for a time only, a later one posts anew.
 *
 * Faults: `not_found` (room, file), `forbidden`, `invalid` (text, nonce, reply, embeds).
 */
export const messageSend = command("change", sendInput, (tx, actor, input) => say(tx, actor, input, tx.now));

/** Sends, as `message_send` does; said at that time. */
export async function say(tx: Tx, actor: Actor, input: SendInput, at: Millis) {
  const { room, text, nonce, replyTo, replyPing, nonceWindow, reads, attachments: files = [] } = input;
  const embeds = requireEmbeds(input.embeds ?? []);
  requireText(text, files.length + embeds.length > 0);
  requireNonce(nonce);
  const facts = await tx.loadSend(actor, room, nonce, replyTo);
  const { caller, place } = requireRoom(facts, "send", tx.now);
  const { earlier } = facts;
  if (embeds.length > 0) require(standingIn(place, caller.id), "embed_links", tx.now);
  if (earlier !== null) {
    if (nonceWindow === undefined || tx.now - earlier.created < nonceWindow)
      return { reply: earlier, events: [] };
    await tx.releaseNonce(earlier.id);
  }
  requirePause(facts, place, caller, tx.now);
  const { quoted } = facts;
  if (replyTo !== null && quoted === null) {
    throw new Fault("invalid", "A reply needs an earlier message of the same room");
  }
  const pinged = replyPing === true && quoted !== null ? quoted.author : null;
  const mentions = await settleMentions(tx, place, caller.id, text, pinged);
  const replied = quoted === null ? null : quoteOf(quoted);
  const attachments = files.length === 0 ? [] : await takeFiles(tx, place, caller, files);
  const said = { text, nonce, replyTo: replied, mentions, attachments };
  const drafted = draft(tx, place, caller, embeds.length === 0 ? said : { ...said, embeds });
  const read = reads === true ? await readBefore(tx, actor, place) : [];
  const quiet = input.noPreviews === true ? ({ noPreviews: true } as const) : null;
  const posted = await post(tx, actor, place, { ...drafted, ...quiet, created: at });
  return { reply: posted.message, events: [...read, ...posted.events] };
}

/** A message of the text kind, not yet stored. */
export function draft(
  tx: Tx,
  { room }: Pick<Place, "room">,
  author: UserRef,
  said: Pick<Message, "text" | "nonce"> &
    Partial<Pick<Message, "replyTo" | "mentions" | "forwardedFrom" | "attachments" | "embeds">>,
): Message {
  return {
    id: tx.newId(),
    room: room.id,
    n: 0,
    kind: "text",
    author: refOf(author),
    replyTo: null,
    forwardedFrom: null,
    thread: null,
    poll: null,
    mentions: null,
    pinned: false,
    reactions: [],
    attachments: [],
    created: tx.now,
    edited: null,
    deleted: null,
    ...said,
  };
}

/** A message as it was taken, and what tells of it, and of the thread that it wakes. */
export interface Posted {
  readonly message: Message;
  readonly events: readonly Happening[];
}

/**
 * Stores a message that the space's rules let through; its files become its own. Where a rule removes it, a
 * tombstone is stored and told, and never its text.
 *
 * Faults: `forbidden` (a rule refuses it).
 */
export async function post(tx: Tx, actor: Actor, place: Place, said: Message): Promise<Posted> {
  const options = (said.poll?.options ?? []).map((option) => option.text);
  const text = [said.text, ...options, ...(said.embeds ?? []).flatMap(textsOf)].join("\n");
  const verdict = await judge(tx, place, said.author.id, text, said.mentions);
  const message: Message = verdict.removed ? emptied(said, tx.now) : said;
  const woken = await wake(tx, actor, place, message.author, message.mentions?.users ?? []);
  // What a bridge brings was said when it was said.
  await tx.appendMessage(message, message.created < tx.now ? "elsewhere" : "here");
  for (const [i, { id }] of message.attachments.entries())
    await tx.useAttachment(id, "message", message.id, i);
  if (place.room.slowMode > 0) await tx.noteSent(place.room.id, message.author.id, tx.now);
  const told: Event = { ...happened(tx, actor, place.stream), type: "message_create", message };
  const gone = verdict.removed ? [await erase(tx, actor, { caller: message.author, place }, message)] : [];
  const followed = await follow(tx, actor, place, message, verdict);
  const wished = await wishPreviews(tx, place, message);
  return { message, events: [...woken, told, ...gone, ...followed, ...wished] };
}

/** Change the text of one's own message; what it said before is kept. Faults: `not_found`, `forbidden`, `invalid`. */
export const messageEdit = command(
  "change",
  fields({
    message: IdSchema,
    text: Type.String(),
    /** Of the entry in the conversation; the same one edits once. */
    nonce: Type.Optional(nonceSchema),
  }),
  async (tx, actor, input) => {
    const { caller, place, standing, message } = requireMessage(
      await tx.loadMessage(actor, input.message),
      tx.now,
    );
    const nonce = input.nonce ?? null;
    requireNonce(nonce);
    if (message.author.id !== caller.id || !may(standing, "edit_own", tx.now)) {
      throw new Fault("forbidden", "Only its author may edit a message");
    }
    if (message.kind !== "text") throw new Fault("invalid", "Only a message of the text kind can be edited");
    requireText(input.text, message.attachments.length > 0);
    if (nonce !== null && (await wasDone(tx, message, caller, nonce))) return { reply: message, events: [] };
    const pinged = message.mentions?.reply === true ? (message.replyTo?.author ?? null) : null;
    const mentions = await settleMentions(tx, place, caller.id, input.text, pinged);
    const verdict = await judge(tx, place, caller.id, input.text, mentions);
    const followed = await follow(tx, actor, place, message, verdict);
    if (verdict.removed) {
      const gone = await erase(tx, actor, { caller, place }, message);
      return { reply: emptied(message, tx.now), events: [gone, ...followed] };
    }
    await tx.keepRevision(message.id, message.edited ?? message.created, message.text, MAX_REVISIONS);
    await tx.setText(message, input.text, mentions, tx.now);
    const entry = await enterConversation(tx, "edit", caller, message, nonce);
    const changed: Message = { ...message, text: input.text, mentions, edited: tx.now, reactions: [] };
    const { message: edited, events: previewed } = await previewsAfterEdit(tx, actor, place, changed);
    const mentionsChanged = JSON.stringify(mentions) !== JSON.stringify(message.mentions);
    const event: Event = {
      ...happened(tx, actor, place.stream),
      type: "message_update",
      message: edited,
      mentionsChanged,
      reactors: await tx.reactorsOf(message.room, [message.id], MAX_REACTORS),
      entry,
    };
    const reactions = await tx.reactionsOf(message.id, caller.id);
    return { reply: { ...edited, reactions }, events: [event, ...previewed, ...followed] };
  },
);
