/**
 * What the core needs from outside: a store, a bus.
 *
 * `Tx` is what a handler holds: the store's tables inside one transaction. A store may answer at once
 * (SQLite) or later (PostgreSQL), so handlers await every call. Calls are coarse: loading all that a
 * decision needs is one call. What the store fills in on appending (`n`, `seq`) may be read only after the
 * handler has returned.
 */

import type { Command } from "./commands.ts";
import type { Happening } from "./events.ts";
import type { FaultData } from "./faults.ts";
import type {
  Actor,
  Id,
  Member,
  Message,
  Millis,
  Position,
  ReactionCount,
  Role,
  Room,
  Space,
  StreamId,
  User,
  UserRef,
} from "./model.ts";

export type Awaitable<T> = T | Promise<T>;

/** Somebody in a room, and what decides about their rights there. */
export interface Place {
  readonly room: Room;
  /** The stream that the room's events are logged in. */
  readonly stream: StreamId;
  /** Of the space; of the room itself for dialogs, groups and notes. */
  readonly member: boolean;
  readonly owner: boolean;
  /** The caller's roles in the room's space, everyone's among them. */
  readonly roles: readonly Role[];
  readonly timeoutUntil: Millis;
}

/** What loading for an actor gives: who calls (null when the token has ended), and where. */
export interface RoomFacts {
  readonly caller: User | null;
  readonly place: Place | null;
}

export interface SendFacts extends RoomFacts {
  /** The message that the same author sent to the room with the same nonce; deleted ones count. */
  readonly earlier: Message | null;
  /** The message replied to, when it stands in the same room. */
  readonly quoted: Message | null;
  /** When the author last sent to the room, if it has slow mode; else 0. */
  readonly lastSent: Millis;
}

export interface MessageFacts extends RoomFacts {
  /** Tombstones are messages; the entries of edits and deletions are not. */
  readonly message: Message | null;
}

export interface SpaceFacts {
  readonly caller: User | null;
  readonly space: Space | null;
  readonly member: boolean;
  readonly roles: readonly Role[];
  readonly timeoutUntil: Millis;
}

/** A place in a room's history. */
export type HistoryCut =
  | { readonly before: Id }
  | { readonly after: Id }
  | { readonly around: Id }
  | { readonly latest: true };

/** One row of a log: references only, never text. */
export interface LogRow {
  readonly stream: StreamId;
  seq: number;
  readonly type: string;
  readonly at: Millis;
  readonly origin: Id;
  /** Who did it, or 0. */
  readonly user: Id;
  /** What it was done to: a message, a room, a member; 0 where the stream itself says it. */
  readonly subject: Id;
  /** Small and without text of messages, e.g. an emoji or the names of changed fields. */
  readonly detail: string | null;
}

export interface StoredSession {
  readonly id: Id;
  readonly user: Id;
  readonly epoch: string;
  readonly seen: Millis;
}

interface Messages {
  /** All that sending needs. */
  loadSend(actor: Actor, room: Id, nonce: string | null, replyTo: Id | null): Awaitable<SendFacts>;
  loadMessage(actor: Actor, message: Id): Awaitable<MessageFacts>;
  /** Stores the message and fills in its `n`. */
  appendMessage(message: Message): Awaitable<void>;
  /** Remembers when somebody sent to a room with slow mode. */
  noteSent(room: Id, user: Id, at: Millis): Awaitable<void>;
  /** Stores the entry that an edit or a deletion makes in the conversation. */
  appendEntry(entry: {
    id: Id;
    room: Id;
    kind: "edit" | "deletion";
    of: Id;
    author: Id;
    at: Millis;
  }): Awaitable<void>;
  setText(message: Id, text: string, edited: Millis): Awaitable<void>;
  /** Leaves a tombstone: no text, no reactions. */
  eraseMessage(message: Id, deleted: Millis): Awaitable<void>;
  /**
   * Oldest first; tombstones and entries are skipped; `reader` decides which reactions are `mine`. Null when
   * the message of the cut does not stand in the room (its tombstone does).
   */
  history(room: Id, reader: Id, cut: HistoryCut, limit: number): Awaitable<Message[] | null>;
  /** In any order; unknown ids are left out. Reactions are left out too. */
  messagesByIds(ids: readonly Id[]): Awaitable<Message[]>;
  reactionsOf(message: Id, reader: Id): Awaitable<ReactionCount[]>;
  /** False when it was there already. */
  addReaction(message: Id, user: Id, emoji: string, at: Millis): Awaitable<boolean>;
  /** False when it was not there. */
  removeReaction(message: Id, user: Id, emoji: string): Awaitable<boolean>;
}

interface Rooms {
  loadRoom(actor: Actor, room: Id): Awaitable<RoomFacts>;
  loadSpace(actor: Actor, space: Id): Awaitable<SpaceFacts>;
  insertRoom(room: Room): Awaitable<void>;
  updateRoom(room: Room): Awaitable<void>;
  isRoomNameTaken(space: Id, name: string): Awaitable<boolean>;
  roomsOf(space: Id): Awaitable<Room[]>;
  roomsByIds(ids: readonly Id[]): Awaitable<Room[]>;
  rolesOf(space: Id): Awaitable<Role[]>;
  defaultSpace(): Awaitable<Space>;
  setOwner(space: Id, user: Id): Awaitable<void>;
  addMember(space: Id, user: Id, at: Millis): Awaitable<void>;
  /** In the order of their ids. */
  membersOf(space: Id, after: Id, limit: number): Awaitable<Member[]>;
  findMember(space: Id, user: Id): Awaitable<Member | null>;
  /** The dialogs, groups and notes of a user. */
  directRoomsOf(user: Id): Awaitable<Room[]>;
}

interface Accounts {
  insertUser(user: User, passwordHash: string | null): Awaitable<void>;
  isHandleTaken(handle: string): Awaitable<boolean>;
  credentialsOf(handle: string): Awaitable<{ user: Id; passwordHash: string | null } | null>;
  userByToken(hash: string): Awaitable<{ token: Id; user: User } | null>;
  callerOf(actor: Actor): Awaitable<User | null>;
  usersByIds(ids: readonly Id[]): Awaitable<UserRef[]>;
  insertToken(token: { id: Id; user: Id; hash: string; created: Millis }): Awaitable<void>;
  deleteToken(token: Id): Awaitable<void>;
  deleteTokensOf(user: Id): Awaitable<void>;
}

interface Sessions {
  insertSession(s: {
    id: Id;
    user: Id;
    token: Id;
    resumeHash: string;
    epoch: string;
    at: Millis;
  }): Awaitable<void>;
  sessionByResume(hash: string): Awaitable<StoredSession | null>;
  /** Says that it was alive at that time, and on which token it now stands. */
  touchSession(session: Id, token: Id, at: Millis): Awaitable<void>;
  deleteSessionsBefore(seen: Millis): Awaitable<void>;
}

interface Logs {
  /**
   * Takes the next position of each row's stream, fills in `seq`, and stores the rows. Rows come ordered
   * by stream, ascending, so that writers who need several streams cannot wait for each other in a ring.
   */
  appendLog(rows: readonly LogRow[]): Awaitable<void>;
  /** At most `limit` rows after the position, in order. */
  readLog(stream: StreamId, after: number, limit: number): Awaitable<LogRow[]>;
  /** The position of the newest row, for each stream; 0 where there is none. */
  headsOf(streams: readonly StreamId[]): Awaitable<Position[]>;
  epoch(): Awaitable<string>;
}

export interface Tx extends Messages, Rooms, Accounts, Sessions, Logs {
  readonly now: Millis;
  newId(): Id;
}

/** What came of a command: events are stored when it arrives. */
export type Outcome =
  | { readonly ok: true; readonly reply: unknown; readonly events: readonly Happening[] }
  | { readonly ok: false; readonly fault: FaultData };

/** A store, seen from the main thread. */
export interface Store {
  /**
   * Carry out a command that changes something. Commands run in the order of the calls; `done` is called
   * after the commit has reached the disk, in the same order.
   */
  change(actor: Actor | null, command: Command, done: (outcome: Outcome) => void): void;
  /** Carry out a command that only reads. It sees every change handed in before it; it holds up none. */
  read(actor: Actor | null, command: Command, done: (outcome: Outcome) => void): void;
  /** New when the store is created or restored: positions of another epoch mean nothing here. */
  readonly epoch: string;
  /** Finishes what was taken in, then closes. */
  close(): Promise<void>;
}

/** Rings the nodes. It may lose a ring, never invent one. */
export interface Bus {
  publish(events: readonly Happening[]): void;
  /** Called with events of all nodes, this one's among them, in the order of their `publish`. */
  listen(take: (events: readonly Happening[]) => void): void;
}
