/**
 * What is said here, told to a network: a link's outbox is the room's stream after the link's position. So nothing is
 * queued twice, order is the stream's, and what was said while a backend was away is said when it is back.
 */

import { Type } from "typebox";
import { BackendSchema, RemoteIdSchema } from "./bridges.ts";
import { type Done, fields, happened, IdSchema, serverCommand } from "./command.ts";
import type { Event, Happening } from "./events.ts";
import { draft } from "./messages.ts";
import type { Id } from "./model/ids.ts";
import type { Message } from "./model/messages.ts";
import type { BridgeLink } from "./model/outside.ts";
import type { User, UserRef } from "./model/users.ts";
import { isUsableIn } from "./reaction-emoji.ts";
import { revive } from "./replay.ts";
import type { Tx } from "./tx/tx.ts";

/** Rows of the log that are read at a time. */
const READ = 50;
/** Most names that one message links to. */
const MAX_NAMED = 100;

/** Ids of ours that stand in a text, as the network calls them, or with a name for people. */
export type Named = readonly (readonly [id: Id, remoteId: string | null, name: string])[];

interface Common {
  /** The position that the link has when it is told. */
  readonly seq: number;
  /** It was begun before, and nobody knows what became of it. */
  readonly begun: boolean;
  readonly message: Id;
  readonly by: UserRef;
}

/** A server emoji that stands in what is told. */
export interface Drawn {
  /** As it is called there, in the text or as the reaction. */
  readonly name: string;
  /** Opens its picture. */
  readonly key: string;
  readonly mediaType: string;
}

/** One thing that is to be told. Ids of messages are the network's. */
export type Step = Common &
  (
    | {
        readonly type: "send";
        readonly said: Message;
        readonly replyTo: string | null;
        readonly names: Named;
        readonly drawn: readonly Drawn[];
        readonly key: string;
      }
    | {
        readonly type: "edit";
        readonly of: string;
        readonly said: Message;
        readonly names: Named;
        readonly drawn: readonly Drawn[];
      }
    | { readonly type: "delete"; readonly of: string }
    | {
        readonly type: "react";
        readonly of: string;
        readonly emoji: string;
        readonly drawn: readonly Drawn[];
        readonly remove: boolean;
      }
  );

export interface Next {
  readonly step: Step | null;
  /** Nothing up to here is to be told but the step. */
  readonly upTo: number;
}

/** What is next for a link: a step, or that all up to a position concerns it not. Null when it has had everything. */
export const bridgeNext = serverCommand(
  "read",
  fields({ backend: BackendSchema, room: IdSchema }),
  async (tx, _actor, { backend, room }): Promise<Done<Next | null>> => {
    const link = await linkOf(tx, room, backend);
    if (link === null || link.remoteId === null) return { reply: null, events: [] };
    const rows = await tx.readLog(room, link.position, READ);
    for (const event of await revive(tx, rows)) {
      const step = await stepOf(tx, link, event);
      if (step !== null) return { reply: { step, upTo: event.seq }, events: [] };
    }
    const last = rows.at(-1);
    return { reply: last === undefined ? null : { step: null, upTo: last.seq }, events: [] };
  },
);

/** A step is begun: until it is settled, nobody knows whether it was told. */
export const bridgeBegin = serverCommand(
  "change",
  fields({ backend: BackendSchema, room: IdSchema, seq: Type.Integer({ minimum: 1 }) }),
  async (tx, _actor, { backend, room, seq }) => {
    const link = await linkOf(tx, room, backend);
    if (link !== null) await tx.setLink({ ...link, begun: seq });
    return { reply: null, events: [] };
  },
);

/**
 * All up to the position is told, or will not be. `remoteId` is what the network calls the message; `failed` is told
 * to its author alone.
 */
export const bridgeSettle = serverCommand(
  "change",
  fields({
    backend: BackendSchema,
    room: IdSchema,
    seq: Type.Integer({ minimum: 1 }),
    message: Type.Union([IdSchema, Type.Null()]),
    remoteId: Type.Union([RemoteIdSchema, Type.Null()]),
    /** When the text that was told had been edited; 0 = never. */
    edited: Type.Integer({ minimum: 0 }),
    failed: Type.Union([Type.String(), Type.Null()]),
  }),
  async (tx, _actor, { backend, room, seq, message: id, remoteId, edited, failed }) => {
    const link = await linkOf(tx, room, backend);
    if (link === null || seq <= link.position) return { reply: null, events: [] };
    await tx.setLink({ ...link, position: seq, begun: 0 });
    const [message] = id === null ? [] : await tx.messagesByIds([id]);
    if (message === undefined) return { reply: null, events: [] };
    // An edit that came meanwhile is still to be told.
    if (remoteId !== null) {
      await tx.addBridged({ backend, remoteId, message: message.id, edited });
      await tx.setBridgedEdit(backend, remoteId, edited);
    }
    return { reply: null, events: failed === null ? [] : await note(tx, message, failed) };
  },
);

async function linkOf(tx: Tx, room: Id, backend: string): Promise<BridgeLink | null> {
  return (await tx.linksIn(room)).find((link) => link.backend === backend) ?? null;
}

async function stepOf(tx: Tx, link: BridgeLink, event: Event): Promise<Step | null> {
  if (!("message" in event)) return null;
  const id = typeof event.message === "number" ? event.message : event.message.id;
  const [message] = await tx.messagesByIds([id]);
  if (message === undefined || message.room !== link.room) return null;
  const by = "user" in event && typeof event.user === "object" ? event.user : message.author;
  if (await isGhostOf(tx, by.id, link.backend)) return null;
  const common: Common = { seq: event.seq, begun: link.begun === event.seq, message: id, by };
  const told = (await tx.bridgedAs(id)).findLast(({ backend }) => backend === link.backend);
  switch (event.type) {
    case "message_create":
      if (told !== undefined || message.deleted !== null || !isSaid(message)) return null;
      return {
        ...common,
        type: "send",
        said: message,
        replyTo: await remoteReply(tx, link, message),
        names: await namesIn(tx, link, message.text),
        drawn: await drawnIn(tx, link, message.text),
        key: `m${id}`,
      };
    case "message_update": {
      const { edited } = message;
      if (told === undefined || edited === null || told.edited >= edited || message.deleted !== null)
        return null;
      const names = await namesIn(tx, link, message.text);
      const drawn = await drawnIn(tx, link, message.text);
      return { ...common, type: "edit", of: told.remoteId, said: message, names, drawn };
    }
    case "message_delete":
      if (told === undefined || (await isGhostOf(tx, message.author.id, link.backend))) return null;
      return { ...common, type: "delete", of: told.remoteId };
    case "reaction_add":
    case "reaction_remove": {
      if (told === undefined || message.deleted !== null) return null;
      const remove = event.type === "reaction_remove";
      const drawn = remove ? [] : await drawnIn(tx, link, `<${event.emoji}>`);
      return { ...common, type: "react", of: told.remoteId, emoji: event.emoji, drawn, remove };
    }
    default:
      return null;
  }
}

function isSaid({ kind }: Message): boolean {
  return kind === "text" || kind === "poll";
}

async function isGhostOf(tx: Tx, user: Id, backend: string): Promise<boolean> {
  const [profile] = await tx.profilesByIds([user]);
  return profile?.backend === backend;
}

async function remoteReply(tx: Tx, { backend }: BridgeLink, { replyTo }: Message): Promise<string | null> {
  if (replyTo === null) return null;
  return (await tx.bridgedAs(replyTo.id)).find((one) => one.backend === backend)?.remoteId ?? null;
}

async function namesIn(tx: Tx, { backend }: BridgeLink, text: string): Promise<Named> {
  const said = [...text.matchAll(/<([@#!])(\d{1,16})>/g)].slice(0, MAX_NAMED);
  const people = await peopleIn(
    tx,
    backend,
    said.filter(([, sign]) => sign === "@").map(([, , digits]) => Number(digits)),
  );
  const found: [Id, string | null, string][] = [];
  for (const [, sign, digits] of said) {
    const id = Number(digits);
    if (sign === "@") {
      const person = people.get(id);
      if (person !== undefined) found.push([id, person.remoteId, `@${person.name}`]);
    } else if (sign === "#") {
      const remote = (await tx.linksIn(id)).find((one) => one.backend === backend)?.remoteId ?? null;
      // The name of a room that nobody there sees is nobody's business there.
      if (remote !== null) found.push([id, remote, remote]);
    } else {
      const remote = (await tx.bridgedAs(id)).find((one) => one.backend === backend)?.remoteId ?? null;
      if (remote !== null) found.push([id, remote, remote]);
    }
  }
  return found;
}

/** The users, with what the network calls those who are somebody there, or are somebody there too. */
async function peopleIn(tx: Tx, backend: string, ids: readonly Id[]) {
  const users = ids.length === 0 ? [] : await tx.profilesByIds([...new Set(ids)]);
  const own = users.filter((user) => user.backend === null).map(({ id }) => id);
  const remotes = own.length === 0 ? [] : await tx.remotesOf(backend, own);
  const remoteOf = (user: User): string | null =>
    user.backend === null
      ? (remotes.find(({ person }) => person === user.id)?.remoteId ?? null)
      : user.backend === backend
        ? user.remoteId
        : null;
  return new Map(users.map((user) => [user.id, { name: user.name, remoteId: remoteOf(user) }]));
}

/** Each name once; the picture of an emoji that the room may not use is nobody's business there. */
async function drawnIn(tx: Tx, { room: id }: BridgeLink, text: string): Promise<Drawn[]> {
  const found = new Map<string, Drawn>();
  const named = [...text.matchAll(/<:([a-z0-9_]{2,32}):(\d{1,16})>/g)].slice(0, MAX_NAMED);
  const [room] = named.length === 0 ? [] : await tx.roomsByIds([id]);
  if (room === undefined) return [];
  for (const [, name = "", digits] of named) {
    const emoji = found.has(name) ? null : await tx.emojiById(Number(digits));
    if (emoji !== null && emoji.space === room.space && isUsableIn(emoji, room))
      found.set(name, { name, key: emoji.key, mediaType: emoji.mediaType });
  }
  return [...found.values()];
}

/** Who speaks for the server itself: nobody's account. */
const SERVER: UserRef = { id: 0, handle: "koine", name: "Koine", avatar: "" };

/** A line for the author alone, stored nowhere. */
async function note(tx: Tx, { room: id, author }: Message, text: string): Promise<Happening[]> {
  const [room] = await tx.roomsByIds([id]);
  const [profile] = await tx.profilesByIds([author.id]);
  if (room === undefined || profile === undefined || profile.backend !== null) return [];
  const message = draft(tx, { room }, SERVER, { text, nonce: null });
  return [{ ...happened(tx, null, author.id), type: "private_answer", message, user: author.id }];
}
