/** Sending, editing and deleting messages. */

import { type Static, Type } from "typebox";
import { isOver } from "./attachments.ts";
import { recordIn, requireReason } from "./audit.ts";
import { may, require, requireMessage, requireRoom, type Standing, standingIn } from "./authorize.ts";
import { follow, judge } from "./automod.ts";
import { command, fields, happened, IdSchema } from "./command.ts";
import { embedsSchema, requireEmbeds, textsOf } from "./embeds.ts";
import type { Event, Happening } from "./events.ts";
import { Fault, notFound } from "./faults.ts";
import { settleMentions } from "./mentions.ts";
import type { Actor, Attachment, Entry, EntryRef, Id, Message, Millis, User, UserRef } from "./model.ts";
import { previewsAfterEdit, wishPreviews } from "./previews.ts";
import { quoteOf } from "./quote.ts";
import { readBefore } from "./reach.ts";
import { wake } from "./thread-life.ts";
import type { NewEntry, SendFacts } from "./tx/messages.ts";
import type { Place } from "./tx/rooms.ts";
import type { Tx } from "./tx/tx.ts";

/** Longest text of a message, in bytes of UTF-8. */
export const MAX_TEXT_BYTES = 16 * 1024;

/** Longest idempotency key, in bytes of UTF-8. */
export const MAX_NONCE_BYTES = 64;

/** Most files of one message. */
export const MAX_ATTACHMENTS = 10;

/** Most reactions that are told with an edit. */
const MAX_REACTORS = 1_000;

/** Most messages that one call deletes. */
export const MAX_BULK = 200;

/** Earlier versions that are kept of one message; the oldest go. */
export const MAX_REVISIONS = 100;

/** For the audit log; absent means none. */
const reasonSchema = Type.Optional(Type.String());

export const nonceSchema = Type.Union([
  Type.String({ minLength: 1, maxLength: MAX_NONCE_BYTES }),
  Type.Null(),
]);

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

/** What is left of a message that was deleted. */
function emptied(message: Message, at: Millis): Message {
  const { embeds, ...rest } = message;
  return { ...rest, text: "", mentions: null, attachments: [], poll: null, deleted: at };
}

/** Faults: `rate_limited` where the room has slow mode and the caller sent a moment ago. */
export function requirePause(facts: SendFacts, place: Place, caller: User, now: Millis): void {
  const { slowMode } = place.room;
  const wait = facts.lastSent + slowMode - now;
  // Longer than anybody can have to wait: the clock was set back since.
  if (
    slowMode === 0 ||
    wait <= 0 ||
    wait > 2 * slowMode ||
    may(standingIn(place, caller.id), "manage_room", now)
  )
    return;
  throw new Fault("rate_limited", "This room has slow mode; wait a little", wait);
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

/**
 * Leave a tombstone. Another's message is told to the staff, with the reason.
 *
 * Faults: `not_found`, `forbidden`, `invalid` (reason).
 */
export const messageDelete = command(
  "change",
  fields({
    message: IdSchema,
    reason: reasonSchema,
    /** Of the entry in the conversation. */
    nonce: Type.Optional(nonceSchema),
  }),
  async (tx, actor, { message: id, reason = "", nonce = null }) => {
    requireNonce(nonce);
    const facts = requireMessage(await tx.loadMessage(actor, id), tx.now);
    const { message, caller, place } = facts;
    requireDelete(facts, message, tx.now);
    const act = { target: message.id, before: { room: message.room, author: message.author.id } };
    const audit =
      message.author.id === caller.id
        ? []
        : await recordIn(tx, actor, place, {
            action: "message_delete",
            ...act,
            reason: requireReason(reason),
          });
    return { reply: null, events: [await erase(tx, actor, facts, message, nonce), ...audit] };
  },
);

/**
 * Delete many messages of a room: all of them, or none and a fault. Each is told by an event of its own; those
 * of others are told to the staff together, with the reason.
 *
 * Faults: `not_found` (the room, or any of the messages), `forbidden`, `invalid` (reason).
 */
export const messagesDelete = command(
  "change",
  fields({
    room: IdSchema,
    messages: Type.Array(IdSchema, { minItems: 1, maxItems: MAX_BULK }),
    reason: reasonSchema,
  }),
  async (tx, actor, input) => {
    const ids = [...new Set(input.messages)];
    const facts = await tx.loadMessages(actor, input.room, ids);
    const { caller, place } = requireRoom(facts, "view", tx.now);
    const messages = facts.messages.filter(({ deleted }) => deleted === null);
    if (messages.length < ids.length) throw notFound();
    const by = { caller, place, standing: standingIn(place, caller.id) };
    for (const message of messages) requireDelete(by, message, tx.now);
    const events: Event[] = [];
    for (const message of messages.toSorted((a, b) => a.id - b.id)) {
      events.push(await erase(tx, actor, by, message));
    }
    const others = messages.filter(({ author }) => author.id !== caller.id).map(({ id }) => id);
    if (others.length > 0) {
      const act = {
        target: place.room.id,
        before: { messages: others },
        reason: requireReason(input.reason ?? ""),
      };
      events.push(...(await recordIn(tx, actor, place, { action: "messages_delete", ...act })));
    }
    return { reply: null, events };
  },
);

interface By {
  readonly caller: User;
  readonly place: Place;
  readonly standing: Standing;
}

function requireDelete({ caller, standing }: By, message: Message, now: Millis): void {
  const own = message.author.id === caller.id && may(standing, "delete_own", now);
  if (!own && !may(standing, "delete_any", now)) {
    throw new Fault("forbidden", "You may not delete this message");
  }
}

/** Leaves a tombstone in the place, for whoever deletes it. */
export async function erase(
  tx: Tx,
  actor: Actor,
  { caller, place }: { readonly caller: UserRef; readonly place: Place },
  message: Message,
  nonce: string | null = null,
): Promise<Event> {
  await tx.eraseMessage(message, tx.now);
  const entry = await enterConversation(tx, "deletion", caller, message, nonce);
  return {
    ...happened(tx, actor, place.stream),
    type: "message_delete",
    room: message.room,
    message: message.id,
    user: refOf(caller),
    entry,
  };
}

/** Stores what an edit or a deletion leaves in the conversation. */
export async function enterConversation(
  tx: Tx,
  kind: Entry["kind"],
  { id: author }: Pick<UserRef, "id">,
  { id, n, nonce: original, room }: Message,
  nonce: string | null,
): Promise<EntryRef> {
  const of = { id, n, nonce: original };
  const entry: NewEntry = { id: tx.newId(), n: 0, created: tx.now, nonce, of, room, kind, author };
  await tx.appendEntry(entry);
  return entry;
}

/** Whether the author edited the message with the nonce before. */
async function wasDone(tx: Tx, { id }: Message, author: UserRef, nonce: string): Promise<boolean> {
  const entries = await tx.entriesOf(id, MAX_REVISIONS);
  return entries.some((entry) => entry.nonce === nonce && entry.author.id === author.id);
}

export function refOf({ id, handle, name, avatar }: UserRef): UserRef {
  return { id, handle, name, avatar };
}

/** Faults: `invalid`. */
export function requireNonce(nonce: string | null): void {
  if (nonce !== null && isLonger(nonce, MAX_NONCE_BYTES)) {
    throw new Fault("invalid", `A nonce has at most ${MAX_NONCE_BYTES} bytes`);
  }
}

/** One's own uploads that nothing uses yet. Faults: `forbidden`, `not_found` (also another's, or used already). */
export async function takeFiles(
  tx: Tx,
  place: Place,
  caller: User,
  ids: readonly Id[],
): Promise<Attachment[]> {
  require(standingIn(place, caller.id), "attach", tx.now);
  const found = await tx.unusedAttachments(caller.id, ids);
  if (found.length < ids.length || found.some((file) => isOver(file, tx.now))) throw notFound();
  return found;
}

/** A message with files may have none. Faults: `invalid`. */
export function requireText(text: string, hasFiles = false): void {
  if (text.trim() === "" && !hasFiles) throw new Fault("invalid", "A message needs text");
  if (isLonger(text, MAX_TEXT_BYTES))
    throw new Fault("invalid", `A message has at most ${MAX_TEXT_BYTES} bytes`);
}

const utf8 = new TextEncoder();

/** Whether the text takes more bytes of UTF-8. A code unit takes at most three, so most texts need no counting. */
function isLonger(text: string, bytes: number): boolean {
  return text.length * 3 > bytes && utf8.encode(text).length > bytes;
}
