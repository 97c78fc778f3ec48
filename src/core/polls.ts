/**
 * Polls: a question as a message, with options to choose from.
 *
 * Everybody who sees the room is told the counts; one's own choices are told to oneself. Who chose what is asked for,
 * and answered only where the poll is open: no event and no row of a log names a voter of an anonymous one.
 */

import { Type } from "typebox";
import { recordIn } from "./audit.ts";
import { may, requireActive, requireMessage, requireRoom, type Standing } from "./authorize.ts";
import { command, fields, happened, IdSchema } from "./command.ts";
import { timerSet } from "./events/signals.ts";
import type { Event, Happening } from "./events.ts";
import { Fault, notFound } from "./faults.ts";
import { nonceSchema, requireNonce, requirePause } from "./message-rules.ts";
import { draft, post } from "./messages.ts";
import type { Id, Millis, StreamId } from "./model/ids.ts";
import type { Message, Poll } from "./model/messages.ts";
import { cut } from "./page.ts";
import { streamOf } from "./streams.ts";
import type { MessageFacts } from "./tx/messages.ts";
import type { Tx } from "./tx/tx.ts";

/** Longest question, in code points. */
export const MAX_QUESTION = 300;
export const MIN_OPTIONS = 2;
export const MAX_OPTIONS = 10;
/** Longest option, in code points. */
export const MAX_OPTION = 100;
/** Longest that a poll with an end runs, in milliseconds. */
export const MAX_POLL = 365 * 24 * 3_600_000;
/** Most voters that one call gives. */
export const MAX_VOTERS_PAGE = 200;

/**
 * Ask a question in a room, as a message. The same author, room and nonce give the first one again.
 *
 * Faults: `not_found`, `forbidden`, `invalid`, `rate_limited`.
 */
export const pollCreate = command(
  "change",
  fields({
    room: IdSchema,
    question: Type.String(),
    options: Type.Array(Type.String(), { maxItems: MAX_OPTIONS }),
    multiple: Type.Boolean(),
    anonymous: Type.Boolean(),
    /** When it ends; 0 = by hand only. */
    ends: Type.Integer({ minimum: 0 }),
    nonce: nonceSchema,
  }),
  async (tx, actor, { room, nonce, ends, multiple, anonymous, ...input }) => {
    requireNonce(nonce);
    const question = requireLine(input.question, MAX_QUESTION, "A question");
    const options = requireOptions(input.options);
    const facts = await tx.loadSend(actor, room, nonce, null);
    const { caller, place } = requireRoom(facts, "send", tx.now);
    if (facts.earlier !== null) return { reply: await asSeen(tx, facts.earlier, caller.id), events: [] };
    if (ends !== 0 && (ends <= tx.now || ends > tx.now + MAX_POLL))
      throw new Fault("invalid", "A poll ends within a year, or by hand (0)");
    requirePause(facts, place, caller, tx.now);
    const poll: Poll = { question, options, multiple, anonymous, ends, ended: 0, voters: 0, mine: null };
    const message: Message = { ...draft(tx, place, caller, { text: question, nonce }), kind: "poll", poll };
    const { message: posted, events } = await post(tx, actor, place, message);
    // A rule of the space removed it.
    if (posted.deleted !== null) return { reply: posted, events };
    await tx.insertPoll(message.id, poll);
    if (ends === 0) return { reply: await asSeen(tx, message, caller.id), events };
    await tx.setTimer({ kind: "poll_end", subject: message.id, user: 0, due: ends });
    return { reply: await asSeen(tx, message, caller.id), events: [...events, timerSet(ends)] };
  },
);

/**
 * Choose options of a poll, in place of what one chose before; none takes the vote back. Whoever sees the poll and
 * is not silenced may.
 *
 * Faults: `not_found`, `forbidden` (also when it has ended), `invalid`.
 */
export const pollVote = command(
  "change",
  fields({
    message: IdSchema,
    options: Type.Array(Type.Integer({ minimum: 1 }), { maxItems: MAX_OPTIONS, uniqueItems: true }),
  }),
  async (tx, actor, { message: id, options }) => {
    const { caller, place, poll, standing } = requirePoll(await tx.loadMessage(actor, id), tx.now);
    requireVoter(standing, tx.now);
    if (isOver(poll, tx.now)) throw ended();
    if (options.some((option) => !poll.options.some((one) => one.id === option)))
      throw new Fault("invalid", "The poll has no such option");
    if (!poll.multiple && options.length > 1)
      throw new Fault("invalid", "Only one option can be chosen here");
    const wished = options.toSorted((a, b) => a - b);
    const [before] = await tx.choicesOf(caller.id, [id]);
    const isSame = JSON.stringify(before?.options ?? []) === JSON.stringify(wished);
    if (!isSame) await tx.setChoices(id, caller.id, wished);
    const now = await loadPoll(tx, id, caller.id);
    if (isSame) return { reply: now, events: [] };
    const own: Event = {
      ...happened(tx, actor, caller.id),
      type: "poll_vote",
      user: caller.id,
      room: place.room.id,
      message: id,
      options: wished,
    };
    return { reply: now, events: [updated(tx, place.stream, place.room.id, id, now), own] };
  },
);

/** End a poll: its author, and who deletes the messages of others. Faults: `not_found`, `forbidden` (also twice). */
export const pollEnd = command(
  "change",
  fields({ message: IdSchema }),
  async (tx, actor, { message: id }) => {
    const facts = requirePoll(await tx.loadMessage(actor, id), tx.now);
    const { caller, place, poll, standing, message } = facts;
    const own = message.author.id === caller.id;
    if (own) requireVoter(standing, tx.now);
    else if (!may(standing, "delete_any", tx.now))
      throw new Fault("forbidden", "Only its author and moderators end a poll");
    if (isOver(poll, tx.now)) throw ended();
    await tx.clearTimer("poll_end", id, 0);
    await tx.setPollEnded(id, tx.now);
    const now = await loadPoll(tx, id, caller.id);
    const event = updated(tx, place.stream, place.room.id, id, now);
    const act = { action: "poll_end", target: id, before: { author: message.author.id } } as const;
    const audit = own ? [] : await recordIn(tx, actor, place, act);
    return { reply: now, events: [event, ...audit] };
  },
);

/**
 * A poll as it is now, and a page of who chose an option, in the order of their ids.
 *
 * Faults: `not_found` (no such poll), `forbidden` for voters of an anonymous one, `invalid` (no such option).
 */
export const pollGet = command(
  "read",
  fields({
    message: IdSchema,
    /** Whose voters are wanted; null = no voters. */
    option: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()]),
    after: Type.Union([IdSchema, Type.Null()]),
    limit: Type.Integer({ minimum: 1, maximum: MAX_VOTERS_PAGE }),
  }),
  async (tx, actor, { message: id, option, after, limit }) => {
    const { caller, poll, message } = requirePoll(await tx.loadMessage(actor, id), tx.now);
    const now = await loadPoll(tx, id, caller.id);
    if (option === null) return { reply: { message, poll: now, items: [], more: false }, events: [] };
    if (poll.anonymous) throw new Fault("forbidden", "Nobody is told who voted in an anonymous poll");
    if (!poll.options.some((one) => one.id === option))
      throw new Fault("invalid", "The poll has no such option");
    const found = await tx.votersOf(id, option, after ?? 0, limit + 1);
    return { reply: { message, poll: now, ...cut(found, limit) }, events: [] };
  },
);

/** A poll's time is over. */
export async function endPoll(tx: Tx, id: Id): Promise<readonly Happening[]> {
  const [message] = await tx.messagesByIds([id]);
  const poll = message?.poll ?? null;
  if (message === undefined || poll === null || poll.ended !== 0) return [];
  const [room] = await tx.roomsByIds([message.room]);
  if (room === undefined) return [];
  await tx.setPollEnded(id, poll.ends);
  const now = { ...poll, ended: poll.ends };
  return [updated(tx, streamOf(room), room.id, id, now)];
}

/** The counts as they are; it names nobody, nor the session that it comes from. */
function updated(tx: Tx, stream: StreamId, room: Id, message: Id, poll: Poll): Event {
  return { ...happened(tx, null, stream), type: "poll_update", room, message, poll: { ...poll, mine: null } };
}

function requirePoll(facts: MessageFacts, now: Millis) {
  const found = requireMessage(facts, now);
  const { poll } = found.message;
  if (poll === null) throw notFound();
  return { ...found, poll };
}

/** Faults: `forbidden` for who is silenced, and in what can only be read. */
function requireVoter(standing: Standing, now: Millis): void {
  requireActive(standing, now);
  const { archived, resting, locked, blocked, scopes } = standing;
  if (scopes !== null && !scopes.includes("react"))
    throw new Fault("forbidden", "This token is not made for it");
  if (archived || resting || blocked || (locked && !may(standing, "manage_threads", now)))
    throw new Fault("forbidden", "This can only be read");
}

async function loadPoll(tx: Tx, message: Id, reader: Id): Promise<Poll> {
  const poll = await tx.pollOf(message, reader);
  if (poll === null) throw new Error(`The poll ${message} is gone in the midst of a command`);
  return poll;
}

async function asSeen(tx: Tx, message: Message, reader: Id): Promise<Message> {
  return { ...message, poll: await tx.pollOf(message.id, reader) };
}

function isOver({ ends, ended: at }: Poll, now: Millis): boolean {
  return at !== 0 || (ends !== 0 && ends <= now);
}

function ended(): Fault {
  return new Fault("forbidden", "The poll has ended");
}

function requireOptions(texts: readonly string[]): Poll["options"] {
  const lines = texts.map((text) => requireLine(text, MAX_OPTION, "An option"));
  if (lines.length < MIN_OPTIONS || new Set(lines).size < lines.length)
    throw new Fault("invalid", `A poll has ${MIN_OPTIONS} to ${MAX_OPTIONS} options, each another`);
  return lines.map((text, i) => ({ id: i + 1, text, votes: 0 }));
}

function requireLine(text: string, most: number, what: string): string {
  const trimmed = text.normalize("NFC").trim();
  if (trimmed === "" || [...trimmed].length > most || /\p{Cc}/u.test(trimmed))
    throw new Fault("invalid", `${what} has 1 to ${most} characters and no control characters`);
  return trimmed;
}
