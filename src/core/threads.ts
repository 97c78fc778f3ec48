/**
 * Threads: under a message of a text room, or as entries of a forum. A thread is a room whose events stand in the
 * stream of the room it belongs to, and whoever may read that may read it.
 */

import { Type } from "typebox";
import { recordIn } from "./audit.ts";
import { may, require, requireRoom, standingIn } from "./authorize.ts";
import { requireGoodName } from "./automod.ts";
import { command, fields, happened, IdSchema } from "./command.ts";
import { viewOf } from "./dialogs.ts";
import type { ThreadField } from "./events/rooms.ts";
import type { Event, Happening } from "./events.ts";
import { Fault, notFound } from "./faults.ts";
import { settleMentions } from "./mentions.ts";
import {
  MAX_ATTACHMENTS,
  nonceSchema,
  requireNonce,
  requirePause,
  requireText,
  takeFiles,
} from "./message-rules.ts";
import { draft, post } from "./messages.ts";
import type { Id, Millis } from "./model/ids.ts";
import type { Room, RoomView } from "./model/rooms.ts";
import type { Actor, User } from "./model/users.ts";
import { newRoom } from "./new-room.ts";
import { cut } from "./page.ts";
import { requireThreadTags } from "./tags.ts";
import { awaitSilence } from "./thread-life.ts";
import type { Place, RoomFacts } from "./tx/rooms.ts";
import type { Tx } from "./tx/tx.ts";

/** Longest title, in code points. */
export const MAX_TITLE = 100;
/** Most threads of a room that are not archived. */
export const MAX_THREADS = 20_000;
/** Most threads that one call gives. */
export const MAX_THREADS_PAGE = 100;
/** Longest slow mode, in milliseconds. */
const MAX_SLOW_MODE = 6 * 3_600_000;

const optionalId = Type.Union([IdSchema, Type.Null()]);
const tagsSchema = Type.Array(Type.String(), { maxItems: 20 });

/**
 * Open a thread: in a text room, under one of its messages or under none, or in a forum. A first message may come
 * with it. The same author, room and nonce give the first thread again.
 *
 * Faults: `not_found` (room, message, file), `forbidden`, `invalid`, `limit_reached` (also for a message that has a
 * thread), `rate_limited`.
 */
export const threadCreate = command(
  "change",
  fields({
    room: IdSchema,
    name: Type.String(),
    /** A message of a text room; null = none. */
    under: optionalId,
    /** Of the first message; "" = none, where it has no files either. */
    text: Type.String(),
    attachments: Type.Array(IdSchema, { maxItems: MAX_ATTACHMENTS, uniqueItems: true }),
    tags: tagsSchema,
    nonce: nonceSchema,
  }),
  async (tx, actor, { room: id, under, text, attachments, nonce, ...input }) => {
    requireNonce(nonce);
    const facts = await tx.loadSend(actor, id, null, under);
    const { caller, place } = requireRoom(facts, "create_thread", tx.now);
    const parent = place.room;
    if (parent.kind !== "text" && parent.kind !== "forum")
      throw new Fault("invalid", "Threads are opened in text rooms and forums");
    const name = requireTitle(input.name);
    await requireGoodTitle(tx, place, caller, name);
    const earlier = nonce === null ? null : await tx.threadByNonce(caller.id, id, nonce);
    if (earlier !== null) return { reply: earlier, events: [] };
    const said = text !== "" || attachments.length > 0;
    if (said) {
      requireText(text, attachments.length > 0);
      require(standingIn(place, caller.id), "send", tx.now);
    }
    requirePause(facts, place, caller, tx.now);
    if (under !== null) requireUnder(parent, facts.quoted);
    const tags = requireThreadTags(parent, input.tags);
    if ((await tx.countThreads(id, MAX_THREADS)) >= MAX_THREADS)
      throw new Fault("limit_reached", `A room has at most ${MAX_THREADS} threads that are not archived`);
    const thread = newRoom({
      id: tx.newId(),
      space: parent.space,
      kind: "thread",
      name,
      parent: id,
      under,
      tags,
      creator: caller.id,
      created: tx.now,
    });
    await tx.insertRoom(thread);
    if (nonce !== null) await tx.setThreadNonce(thread.id, nonce);
    if (parent.slowMode > 0) await tx.noteSent(id, caller.id, tx.now);
    await tx.addFollower(thread.id, caller.id, tx.now);
    const opened: Event = {
      ...happened(tx, actor, place.stream),
      type: "thread_create",
      room: await viewOf(tx, thread.id),
    };
    const first = said ? await sayFirst(tx, actor, caller, thread.id, text, attachments) : [];
    const reply = said ? await viewOf(tx, thread.id) : opened.room;
    return { reply, events: [opened, ...first, ...(await awaitSilence(tx, parent, thread.id))] };
  },
);

/** Faults: `not_found`, `invalid`, `limit_reached`. */
function requireUnder(
  parent: Room,
  message: { kind: string; deleted: Millis | null; thread: unknown } | null,
) {
  if (parent.kind !== "text") throw new Fault("invalid", "The entries of a forum stand under no message");
  if (message === null || message.deleted !== null) throw notFound();
  if (message.thread !== null) throw new Fault("limit_reached", "This message has a thread already");
}

async function sayFirst(tx: Tx, actor: Actor, caller: User, thread: Id, text: string, files: readonly Id[]) {
  const { place } = await tx.loadRoom(actor, thread);
  if (place === null) throw new Error("A thread is gone in the midst of a command");
  const mentions = await settleMentions(tx, place, caller.id, text, null);
  const attachments = files.length === 0 ? [] : await takeFiles(tx, place, caller, files);
  const message = draft(tx, place, caller, { text, nonce: null, mentions, attachments });
  return (await post(tx, actor, place, message)).events;
}

/**
 * Change a thread; null leaves a field. Its author and who manages threads may; only the latter lock it, change its
 * slow mode, or change anything in one that is locked.
 *
 * Faults: `not_found`, `forbidden`, `invalid`.
 */
export const threadUpdate = command(
  "change",
  fields({
    room: IdSchema,
    name: Type.Union([Type.String(), Type.Null()]),
    archived: Type.Union([Type.Boolean(), Type.Null()]),
    locked: Type.Union([Type.Boolean(), Type.Null()]),
    slowMode: Type.Union([Type.Integer({ minimum: 0, maximum: MAX_SLOW_MODE }), Type.Null()]),
    tags: Type.Union([tagsSchema, Type.Null()]),
  }),
  async (tx, actor, input) => {
    const facts = await tx.loadRoom(actor, input.room);
    const { caller, place, parent, manages } = await requireThread(tx, actor, facts);
    const old = place.room;
    if (!manages && (input.locked !== null || input.slowMode !== null))
      throw new Fault("forbidden", "Only who manages threads locks them and slows them down");
    const values: Room = {
      ...old,
      name: input.name === null ? old.name : requireTitle(input.name),
      archived: input.archived ?? old.archived,
      locked: input.locked ?? old.locked,
      slowMode: input.slowMode ?? old.slowMode,
      tags: input.tags === null ? old.tags : requireThreadTags(parent, input.tags),
    };
    const changed = UPDATABLE.filter(([, key]) => !isSame(values[key], old[key]));
    if (changed.length === 0) return { reply: await viewOf(tx, old.id), events: [] };
    await tx.updateRoom(values);
    const room = await viewOf(tx, old.id);
    const events: Happening[] = [
      {
        ...happened(tx, actor, place.stream),
        type: "thread_update",
        room,
        changed: changed.map(([field]) => field),
      },
    ];
    if (changed.some(([field]) => field === "archived")) {
      if (room.archived) await tx.clearTimer("thread_archive", room.id, 0);
      else events.push(...(await awaitSilence(tx, parent, room.id)));
    }
    if (old.creator === caller.id && input.locked === null) return { reply: room, events };
    const audit = await recordIn(tx, actor, place, {
      action: "thread_update",
      target: room.id,
      before: Object.fromEntries(changed.map(([field, key]) => [field, old[key]])),
      after: Object.fromEntries(changed.map(([field, key]) => [field, room[key]])),
    });
    return { reply: room, events: [...events, ...audit] };
  },
);

/** Delete a thread with its messages: its author, and who manages threads. Faults: `not_found`, `forbidden`. */
export async function deleteThread(tx: Tx, actor: Actor, facts: RoomFacts) {
  const { caller, place, parent } = await requireThread(tx, actor, facts);
  const { id, name, creator } = place.room;
  await tx.deleteRoom(id);
  await tx.clearTimer("thread_archive", id, 0);
  const event: Event = {
    ...happened(tx, actor, place.stream),
    type: "thread_delete",
    room: id,
    parent: parent.id,
  };
  const act = { target: id, before: { name, parent: parent.id } };
  const audit =
    creator === caller.id ? [] : await recordIn(tx, actor, place, { action: "thread_delete", ...act });
  return { reply: null, events: [event, ...audit] };
}

/**
 * The threads of a room, the liveliest first, with how far one has got in each and which of them one follows.
 *
 * Faults: `not_found` (the room, or the thread to go on from), `invalid`.
 */
export const threadsGet = command(
  "read",
  fields({
    room: IdSchema,
    archived: Type.Boolean(),
    /** Only those with this tag; null = all. */
    tag: Type.Union([Type.String({ minLength: 1 }), Type.Null()]),
    before: optionalId,
    limit: Type.Integer({ minimum: 1, maximum: MAX_THREADS_PAGE }),
  }),
  async (tx, actor, { room, archived, tag, before, limit }) => {
    const { caller } = requireRoom(await tx.loadRoom(actor, room), "view", tx.now);
    const found = await tx.threadsOf({ parent: room, archived, tag, before, limit: limit + 1 });
    if (found === null) throw notFound();
    const { items, more } = cut(found, limit);
    return { reply: { ...(await asSeen(tx, caller.id, items)), more }, events: [] };
  },
);

/** Threads with how far somebody has got in each, and which of them they follow. */
export async function asSeen(tx: Tx, user: Id, threads: readonly RoomView[]) {
  const ids = threads.map(({ id }) => id);
  const [receipts, followed] = [await tx.ownReceipts(user, ids), await tx.followedAmong(user, ids)];
  return { threads, receipts, followed };
}

/** The thread, when the caller may change it. Faults: `not_found`, `forbidden`. */
async function requireThread(tx: Tx, actor: Actor, facts: RoomFacts) {
  const { caller, place } = requireRoom(facts, "view", tx.now);
  const { kind, creator } = place.room;
  if (kind !== "thread") throw notFound();
  const standing = standingIn(place, caller.id);
  const manages = may(standing, "manage_threads", tx.now);
  const own = creator === caller.id && may({ ...standing, resting: false }, "create_thread", tx.now);
  if (!manages && !own) {
    throw new Fault("forbidden", "Only its author and who manages threads may change a thread");
  }
  return { caller, place, manages, parent: await parentOf(tx, actor, place) };
}

async function parentOf(tx: Tx, actor: Actor, { stream }: Place): Promise<Room> {
  const { place } = await tx.loadRoom(actor, stream);
  if (place === null) throw new Error("A thread without its room");
  return place.room;
}

/** The fields that can be changed, as events and the audit log call them and as a room has them. */
const UPDATABLE = [
  ["name", "name"],
  ["archived", "archived"],
  ["locked", "locked"],
  ["slow_mode", "slowMode"],
  ["tags", "tags"],
] as const satisfies readonly (readonly [ThreadField, keyof Room])[];

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Faults: `forbidden` (a rule of the space). */
async function requireGoodTitle(tx: Tx, place: Place, { id }: User, title: string): Promise<void> {
  if (place.room.space !== null) await requireGoodName(tx, place.room.space, standingIn(place, id), title);
}

function requireTitle(title: string): string {
  const trimmed = title.normalize("NFC").trim();
  if (trimmed === "" || [...trimmed].length > MAX_TITLE || /\p{Cc}/u.test(trimmed))
    throw new Fault("invalid", `A thread's title has 1 to ${MAX_TITLE} characters and no control characters`);
  return trimmed;
}
