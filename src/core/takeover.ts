/**
 * What is taken over from another server: accounts with the hashes of their passwords, threads, and what was said,
 * with its times and authors. For the operator of the machine; no dialect reaches these commands.
 *
 * Everything can be taken over again: what is here already is given back and not changed.
 */

import { type Static, Type } from "typebox";
import { requireHandle } from "./accounts.ts";
import { fields, happened, IdSchema, serverCommand } from "./command.ts";
import { viewOf } from "./dialogs.ts";
import { embedsSchema, requireEmbeds } from "./embeds.ts";
import { timerSet } from "./events/signals.ts";
import type { Event, Happening } from "./events.ts";
import { Fault, notFound } from "./faults.ts";
import { joinSpace } from "./invites.ts";
import { MAX_ATTACHMENTS, MAX_TEXT_BYTES } from "./message-rules.ts";
import { draft } from "./messages.ts";
import type { Id } from "./model/ids.ts";
import type { Message, Poll } from "./model/messages.ts";
import type { Actor, UserRef } from "./model/users.ts";
import { newRoom } from "./new-room.ts";
import { MAX_OPTION, MAX_OPTIONS, MAX_QUESTION, MIN_OPTIONS } from "./polls.ts";
import { quoteOf } from "./quote.ts";
import { MAX_TITLE } from "./threads.ts";
import type { Tx } from "./tx/tx.ts";
import { refOf } from "./user-refs.ts";
import { insertAuthor, MAX_WEBHOOKS, requireName } from "./webhooks.ts";

/** Most messages of one call. */
export const MAX_TAKEN = 100;
/** Most reactions of one emoji, and most followers of a thread. */
const MAX_USERS = 1_000;
/** Most who voted in a poll. */
export const MAX_VOTERS = 10_000;

const millis = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });
/** The name of the thing where it comes from. */
const key = Type.String({ minLength: 1, maxLength: 64 });
const users = Type.Array(IdSchema, { maxItems: MAX_USERS });

/** An account that is a member of the space; one with the handle is taken for the same. Faults: `invalid` (handle). */
export const takenAccount = serverCommand(
  "change",
  fields({
    space: IdSchema,
    handle: Type.String(),
    name: Type.String({ minLength: 1, maxLength: 200 }),
    /** Null: nobody signs in until the operator sets a password. */
    passwordHash: Type.Union([Type.String({ minLength: 1, maxLength: 200 }), Type.Null()]),
  }),
  async (tx, _actor, input) => {
    const handle = requireHandle(input.handle);
    const known = await tx.credentialsOf(handle);
    if (known !== null) return { reply: { id: known.user, made: false }, events: [] };
    const common = { id: tx.newId(), handle, name: input.name, avatar: "", bot: false, created: tx.now };
    const user = { ...common, owner: null, backend: null, remoteId: null };
    await tx.insertUser(user, input.passwordHash);
    return { reply: { id: user.id, made: true }, events: await joinSpace(tx, input.space, user, []) };
  },
);

/** A thread, with who follows it. Faults: `not_found` (parent, creator). */
export const takenThread = serverCommand(
  "change",
  fields({
    parent: IdSchema,
    key,
    name: Type.String({ minLength: 1 }),
    creator: IdSchema,
    created: millis,
    locked: Type.Boolean(),
    archived: Type.Boolean(),
    followers: users,
  }),
  async (tx, _actor, { parent: id, key: nonce, creator, name, created, locked, archived, followers }) => {
    const known = await tx.threadByNonce(creator, id, nonce);
    if (known !== null) return { reply: { id: known.id, made: false }, events: [] };
    const { caller, place } = await tx.loadRoom(actingAs(creator), id);
    if (caller === null || place === null) throw notFound();
    const title = [...name.normalize("NFC")].slice(0, MAX_TITLE).join("");
    const common = { id: tx.newId(), space: place.room.space, kind: "thread", name: title } as const;
    const thread = newRoom({ ...common, parent: id, creator, created });
    await tx.insertRoom(thread);
    if (locked || archived) await tx.updateRoom({ ...thread, locked, archived });
    await tx.setThreadNonce(common.id, nonce);
    for (const user of new Set([creator, ...followers])) await tx.addFollower(common.id, user, tx.now);
    const room = await viewOf(tx, common.id);
    const event: Event = { ...happened(tx, null, place.stream), type: "thread_create", room };
    return { reply: { id: room.id, made: true }, events: [event] };
  },
);

/**
 * An incoming webhook of a room, with the hash of the token that its senders have; one with that token is the same.
 *
 * Faults: `not_found` (room, creator), `invalid` (name), `limit_reached`.
 */
export const takenWebhook = serverCommand(
  "change",
  fields({
    room: IdSchema,
    name: Type.String({ maxLength: 200 }),
    tokenHash: Type.String({ minLength: 1, maxLength: 64 }),
    creator: IdSchema,
    created: millis,
  }),
  async (tx, _actor, { room: id, name, tokenHash, creator: by, created }) => {
    const known = await tx.webhookByTokenHash(tokenHash);
    if (known !== null) return { reply: { id: known.id, made: false }, events: [] };
    const { caller, place } = await tx.loadRoom(actingAs(by), id);
    const [creator] = await tx.usersByIds([by]);
    const space = place?.room.space ?? null;
    if (caller === null || place === null || space === null || creator === undefined) throw notFound();
    if ((await tx.countWebhooks(space)) >= MAX_WEBHOOKS)
      throw new Fault("limit_reached", `A space has at most ${MAX_WEBHOOKS} webhooks`);
    const common = { id: tx.newId(), kind: "incoming", space, room: id, name: requireName(name) } as const;
    const blank = { avatar: "", url: "", events: [], disabled: false, failures: 0, lastUsed: 0 };
    const webhook = { ...common, ...blank, creator, created };
    await tx.insertWebhook(webhook, tokenHash);
    await insertAuthor(tx, webhook);
    return { reply: { id: webhook.id, made: true }, events: [] };
  },
);

const takenPoll = fields({
  question: Type.String({ minLength: 1, maxLength: 2 * MAX_QUESTION }),
  options: Type.Array(Type.String({ minLength: 1, maxLength: 2 * MAX_OPTION }), {
    minItems: MIN_OPTIONS,
    maxItems: MAX_OPTIONS,
    uniqueItems: true,
  }),
  multiple: Type.Boolean(),
  /** When it ends; 0 = by hand only. */
  ends: Type.Integer({ minimum: 0 }),
  /** When it ended; 0 = it runs. */
  ended: Type.Integer({ minimum: 0 }),
  /** By the places of the options, from 1. */
  votes: Type.Array(
    fields({ user: IdSchema, options: Type.Array(Type.Integer({ minimum: 1 }), { maxItems: MAX_OPTIONS }) }),
    { maxItems: MAX_VOTERS },
  ),
});

const takenMessage = fields({
  key,
  author: IdSchema,
  /** Empty only beside files and embeds. */
  text: Type.String({ maxLength: MAX_TEXT_BYTES }),
  created: millis,
  edited: Type.Boolean(),
  pinned: Type.Boolean(),
  replyTo: Type.Union([IdSchema, Type.Null()]),
  reactions: Type.Array(fields({ emoji: Type.String({ minLength: 1, maxLength: 64 }), users }), {
    maxItems: 200,
  }),
  /** The author's own unused uploads. */
  attachments: Type.Array(IdSchema, { maxItems: MAX_ATTACHMENTS, uniqueItems: true }),
  poll: Type.Union([takenPoll, Type.Null()]),
  embeds: Type.Optional(embedsSchema),
});

/** Which messages were taken before, by their names there and their authors. */
export const takenBefore = serverCommand(
  "read",
  fields({
    room: IdSchema,
    messages: Type.Array(fields({ key, author: IdSchema }), { maxItems: MAX_TAKEN }),
  }),
  async (tx, _actor, { room, messages }) => {
    const known: boolean[] = [];
    for (const said of messages)
      known.push((await tx.loadSend(actingAs(said.author), room, said.key, null)).earlier !== null);
    return { reply: known, events: [] };
  },
);

/** Messages of a room, in their order; gives the id of each. Nobody is notified. Faults: `not_found`. */
export const takenMessages = serverCommand(
  "change",
  fields({ room: IdSchema, messages: Type.Array(takenMessage, { maxItems: MAX_TAKEN }) }),
  async (tx, _actor, { room, messages }) => {
    const ids: Id[] = [];
    const events: Happening[] = [];
    let made = 0;
    for (const said of messages) {
      const { caller, place, earlier, quoted } = await tx.loadSend(
        actingAs(said.author),
        room,
        said.key,
        said.replyTo,
      );
      if (caller === null || place === null) throw notFound();
      ids.push(earlier?.id ?? 0);
      if (earlier !== null) continue;
      const attachments = await tx.unusedAttachments(said.author, said.attachments);
      const message: Message = {
        ...draft(tx, place, caller, {
          text: said.poll?.question ?? said.text,
          nonce: said.key,
          replyTo: quoted === null ? null : quoteOf(quoted),
          attachments,
          ...(said.embeds === undefined ? {} : { embeds: requireEmbeds(said.embeds) }),
        }),
        kind: said.poll === null ? "text" : "poll",
        created: said.created,
        edited: said.edited ? said.created : null,
      };
      ids[ids.length - 1] = message.id;
      made += 1;
      await tx.appendMessage(message, "elsewhere");
      for (const [i, { id }] of attachments.entries()) await tx.useAttachment(id, "message", message.id, i);
      const poll = said.poll === null ? null : await pose(tx, message.id, said.poll, events);
      // When it was edited is not known.
      if (said.edited) await tx.setText(message, said.text, null, said.created);
      if (place.room.kind === "thread") await tx.noteInThread(room, said.created);
      events.push({
        ...happened(tx, null, place.stream),
        type: "message_create",
        // Itself, for its number may come when it is stored with the row that tells of it.
        message: poll === null ? message : { ...message, poll },
      });
      events.push(...(await adorn(tx, place.stream, message, said, caller)));
    }
    return { reply: { ids, made }, events };
  },
);

/** Asks the message's question, with the votes that there were. */
async function pose(
  tx: Tx,
  message: Id,
  { question, options, multiple, ends, ended, votes }: Static<typeof takenPoll>,
  events: Happening[],
): Promise<Poll | null> {
  const asked = options.map((text, i) => ({ id: i + 1, text, votes: 0 }));
  const blank = { anonymous: false, voters: 0, mine: null } as const;
  await tx.insertPoll(message, { question, options: asked, multiple, ends, ended: 0, ...blank });
  for (const { user, options: chosen } of votes)
    await tx.setChoices(
      message,
      user,
      chosen.filter((one) => one <= options.length),
    );
  const over = ended !== 0 ? ended : ends !== 0 && ends <= tx.now ? ends : 0;
  if (over !== 0) await tx.setPollEnded(message, over);
  else if (ends !== 0) {
    await tx.setTimer({ kind: "poll_end", subject: message, user: 0, due: ends });
    events.push(timerSet(ends));
  }
  return await tx.pollOf(message, null);
}

interface Adornment {
  readonly pinned: boolean;
  readonly reactions: readonly { readonly emoji: string; readonly users: readonly Id[] }[];
}

/** The message's reactions, and its pin, which is its author's where nobody knows who set it. */
async function adorn(
  tx: Tx,
  stream: Id,
  message: Message,
  { pinned, reactions }: Adornment,
  author: UserRef,
): Promise<Event[]> {
  const { id, room, created } = message;
  const events: Event[] = [];
  const known = new Map(
    (await tx.usersByIds([...new Set(reactions.flatMap((one) => one.users))])).map((user) => [user.id, user]),
  );
  for (const [i, { emoji, users: reacting }] of reactions.entries()) {
    for (const user of reacting.flatMap((one) => known.get(one) ?? [])) {
      // They keep their order.
      if (await tx.addReaction(id, user.id, emoji, created + i))
        events.push({ ...happened(tx, null, stream), type: "reaction_add", room, message: id, emoji, user });
    }
  }
  if (pinned && (await tx.addPin(room, id, author.id, created))) {
    const told = { type: "pin_update", room, message: id, pinned, user: refOf(author) } as const;
    events.push({ ...happened(tx, null, stream), ...told });
  }
  return events;
}

function actingAs(user: Id): Actor {
  return { user, token: 0, session: 0 };
}
