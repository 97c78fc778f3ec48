/**
 * What is said on a network, taken in for its backend. Each act is that of a ghost in a linked room, and goes the way
 * that everybody's acts go: a ghost can do what its rights in that room allow, and nothing anywhere else.
 */

import { Type } from "typebox";
import { BackendSchema, ghostUpsert, MAX_ADDRESS, RemoteIdSchema } from "./bridges.ts";
import { fields, IdSchema, serverCommand } from "./command.ts";
import type { Happening } from "./events.ts";
import { isClaim, requireHeard, takeClaim } from "./identities.ts";
import { messageDelete } from "./message-removal.ts";
import { MAX_ATTACHMENTS } from "./message-rules.ts";
import { messageEdit, say } from "./messages.ts";
import type { Id, Millis } from "./model/ids.ts";
import type { Message } from "./model/messages.ts";
import type { BridgeLink } from "./model/outside.ts";
import type { Actor } from "./model/users.ts";
import { reactionAdd, reactionRemove } from "./reactions.ts";
import type { Tx } from "./tx/tx.ts";

/** Among so many of a room's newest messages, and no older ones, a line is looked for that came back by another way. */
const LOOKED_BACK = 30;
const LOOP_MILLIS: Millis = 120_000;

const sender = fields({
  remoteId: RemoteIdSchema,
  nick: Type.String({ maxLength: 512 }),
  /** As of `ghost_upsert`. */
  avatar: Type.Optional(Type.String({ maxLength: MAX_ADDRESS })),
});

/** What came of a message: it stands here now, was here already, came back to us, has no room here, or was a claim. */
export type Taken = "posted" | "edited" | "known" | "echo" | "no_room" | "claim";

/** Who said it, as a member of the room's space. Faults: `not_found` (no such link), `banned`, `forbidden`. */
export const bridgeSender = serverCommand(
  "change",
  fields({ space: IdSchema, backend: BackendSchema, room: RemoteIdSchema, sender }),
  async (tx, _actor, { space, backend, room, sender: by }) => {
    if ((await tx.linkTo(backend, room)) === null) return { reply: null, events: [] };
    const ghost = { space, backend, ...by, name: by.nick };
    const { reply, events } = await ghostUpsert.run(tx, null, ghost);
    return { reply: reply.id, events };
  },
);

/**
 * A message that was said or edited there. A replay changes nothing, and what was said here and comes back is
 * recognised: by its id, by the key that it was sent with, or, where several bridges meet in a room, by its words.
 *
 * Faults: those of sending and editing.
 */
export const bridgeTake = serverCommand(
  "change",
  fields({
    space: IdSchema,
    backend: BackendSchema,
    room: RemoteIdSchema,
    id: RemoteIdSchema,
    sender,
    /** Nobody else will ever be the sender: an account, and not a name that anybody can take. */
    lasting: Type.Optional(Type.Boolean()),
    text: Type.String(),
    created: Type.Integer(),
    edited: Type.Integer(),
    replyTo: Type.Union([RemoteIdSchema, Type.Null()]),
    key: Type.Union([Type.String({ maxLength: 64 }), Type.Null()]),
    attachments: Type.Array(IdSchema, { maxItems: MAX_ATTACHMENTS, uniqueItems: true }),
  }),
  async (tx, _actor, input) => {
    const { backend, id } = input;
    if (isClaim(input.text)) return await claimed(tx, input);
    const link = await tx.linkTo(backend, input.room);
    if (link === null) return took("no_room");
    const known = await tx.bridgedMessage(backend, id);
    if (known !== null) return await edit(tx, input, known.message, known.edited);
    const own = (await keyed(tx, link, input.key)) ?? (await looped(tx, link, input));
    if (own !== null) {
      await tx.addBridged({ backend, remoteId: id, message: own, edited: input.edited });
      return took("echo");
    }
    const { space, sender: by } = input;
    const ghost = await ghostUpsert.run(tx, null, { space, backend, ...by, name: by.nick });
    await requireHeard(tx, ghost.reply.id);
    const actor = actorOf(ghost.reply.id);
    const quoted = input.replyTo === null ? null : await tx.bridgedMessage(backend, input.replyTo);
    const [replied] = quoted === null ? [] : await tx.messagesByIds([quoted.message]);
    const replyTo = replied?.room === link.room && replied.deleted === null ? replied.id : null;
    const { text, attachments } = input;
    const said = { room: link.room, text, nonce: null, replyTo, replyPing: replyTo !== null, attachments };
    // Never later than now, whatever the other clock says.
    const at = input.created > 0 && input.created < tx.now ? input.created : tx.now;
    const sent = await say(tx, actor, said, at);
    await tx.addBridged({ backend, remoteId: id, message: sent.reply.id, edited: input.edited });
    return took("posted", [...ghost.events, ...sent.events]);
  },
);

/** A message is gone there: of a ghost's it is gone here too. What was said here stays. Faults: those of deleting. */
export const bridgeErase = serverCommand(
  "change",
  fields({ backend: BackendSchema, id: RemoteIdSchema }),
  async (tx, _actor, { backend, id }) => {
    const found = await own(tx, backend, id);
    if (found === null) return { reply: null, events: [] };
    return await messageDelete.run(tx, actorOf(found.author.id), { message: found.id });
  },
);

/** Somebody there reacts, or takes it back, with a Unicode emoji or the name of one of the space's. Faults: those of reacting. */
export const bridgeReact = serverCommand(
  "change",
  fields({
    space: IdSchema,
    backend: BackendSchema,
    sender,
    to: RemoteIdSchema,
    emoji: Type.String({ minLength: 1, maxLength: 64 }),
    remove: Type.Boolean(),
  }),
  async (tx, _actor, { space, backend, sender: by, to, emoji, remove }) => {
    const target = await tx.bridgedMessage(backend, to);
    if (target === null || !(await isLinked(tx, backend, target.message))) return { reply: null, events: [] };
    const ghost = await ghostUpsert.run(tx, null, { space, backend, ...by, name: by.nick });
    await requireHeard(tx, ghost.reply.id);
    const own = (await tx.emojisOf(space)).find(({ name }) => name === emoji);
    const reacted = await (remove ? reactionRemove : reactionAdd).run(tx, actorOf(ghost.reply.id), {
      message: target.message,
      emoji: own === undefined ? emoji : `:${own.name}:${own.id}`,
    });
    return { reply: null, events: [...ghost.events, ...reacted.events] };
  },
);

/** Names of a network's as ids of ours: only what the backend itself brought in, and the emojis of its space. */
export const bridgeNames = serverCommand(
  "read",
  fields({
    space: IdSchema,
    backend: BackendSchema,
    messages: Type.Array(RemoteIdSchema, { maxItems: 100 }),
    rooms: Type.Array(RemoteIdSchema, { maxItems: 100 }),
    users: Type.Array(RemoteIdSchema, { maxItems: 100 }),
  }),
  async (tx, _actor, { space, backend, ...input }) => {
    const messages: (readonly [string, Id])[] = [];
    const rooms: (readonly [string, Id])[] = [];
    const users: (readonly [string, Id])[] = [];
    for (const id of input.messages) {
      const found = await tx.bridgedMessage(backend, id);
      if (found !== null) messages.push([id, found.message]);
    }
    for (const id of input.rooms) {
      const found = await tx.linkTo(backend, id);
      if (found !== null) rooms.push([id, found.room]);
    }
    for (const id of input.users) {
      const found = await tx.ghostOf(backend, id);
      if (found !== null) users.push([id, found.id]);
    }
    const emojis = (await tx.emojisOf(space)).map(({ name, id }) => [name, id] as const);
    return { reply: { messages, rooms, users, emojis }, events: [] };
  },
);

function took(taken: Taken, events: readonly Happening[] = []) {
  return { reply: taken, events };
}

function actorOf(user: Id): Actor {
  return { user, token: 0, session: 0 };
}

/** The words of a claim are for us alone, wherever they were said. */
async function claimed(tx: Tx, { backend, sender: by, text, lasting = false }: Claimed) {
  const ghost = await tx.ghostOf(backend, by.remoteId);
  return took("claim", ghost === null ? [] : await takeClaim(tx, ghost.id, text, lasting));
}

interface Claimed extends Pick<Said, "backend" | "sender" | "text"> {
  readonly lasting?: boolean | undefined;
}

interface Said {
  readonly backend: string;
  readonly id: string;
  readonly sender: { readonly remoteId: string; readonly nick: string };
  readonly text: string;
  readonly edited: Millis;
}

async function edit(tx: Tx, { backend, id, sender: by, text, edited }: Said, known: Id, had: Millis) {
  const message = await own(tx, backend, id);
  const ghost = await tx.ghostOf(backend, by.remoteId);
  if (edited <= had || message === null || message.author.id !== ghost?.id) return took("known");
  await requireHeard(tx, ghost.id);
  await tx.setBridgedEdit(backend, id, edited);
  if (message.text === text) return took("known");
  const { events } = await messageEdit.run(tx, actorOf(ghost.id), { message: known, text });
  return took("edited", events);
}

/** A message of one of the backend's own ghosts, in a room that is still linked to it. */
async function own(tx: Tx, backend: string, id: string): Promise<Message | null> {
  const bridged = await tx.bridgedMessage(backend, id);
  const [message] = bridged === null ? [] : await tx.messagesByIds([bridged.message]);
  if (message === undefined || message.deleted !== null || !(await isLinked(tx, backend, message.id)))
    return null;
  const [author] = await tx.profilesByIds([message.author.id]);
  return author?.backend === backend ? message : null;
}

async function isLinked(tx: Tx, backend: string, message: Id): Promise<boolean> {
  const [found] = await tx.messagesByIds([message]);
  return found !== undefined && (await tx.linksIn(found.room)).some((link) => link.backend === backend);
}

/** The message of this room that was sent with the key. */
async function keyed(tx: Tx, { room }: BridgeLink, key: string | null): Promise<Id | null> {
  const id = /^m(\d{1,16})$/.exec(key ?? "")?.[1];
  const [message] = id === undefined ? [] : await tx.messagesByIds([Number(id)]);
  return message?.room === room ? message.id : null;
}

/** The message that another bridge of the room said there, so that this one hears it as if it were somebody's. */
async function looped(tx: Tx, { room, backend }: BridgeLink, { text, sender: by }: Said): Promise<Id | null> {
  const links = await tx.linksIn(room);
  if (!links.some((link) => link.backend !== backend)) return null;
  const newest = (await tx.history(room, 0, { latest: true }, LOOKED_BACK)) ?? [];
  const same = newest.findLast(
    (message) =>
      message.created > tx.now - LOOP_MILLIS &&
      message.text !== "" &&
      text.endsWith(message.text) &&
      // Told with the author's name before it, or by the author in person.
      (text === message.text
        ? message.author.name === by.nick
        : text.slice(0, -message.text.length).includes(message.author.name)),
  );
  if (same === undefined) return null;
  // Who says the same thing twice on this network says it twice here; only another bridge says whose words they were.
  const bridged = await tx.bridgedAs(same.id);
  const isTold = bridged.some((one) => one.backend === backend);
  return isTold && !isRelayed(text.slice(0, text.length - same.text.length)) ? null : same.id;
}

/** Whether words are nothing but names in brackets, as bridges put them before what they carry. */
function isRelayed(before: string): boolean {
  return /^(?:[<([][^<>()[\]]{1,80}[>)\]]:? ?)+$/.test(before.replaceAll("\\", ""));
}
