/** What handlers need of messages and reactions. */

import type { Id, Millis } from "../model/ids.ts";
import type { Embed, Entry, EntryRef, Mentions, Message, ReactionCount } from "../model/messages.ts";
import type { Advance } from "../model/receipts.ts";
import type { Actor } from "../model/users.ts";
import type { Awaitable } from "./awaitable.ts";
import type { RoomFacts } from "./rooms.ts";

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

/** A room, and those of some messages that stand in it; the entries of edits and deletions are none. */
export interface MessagesFacts extends RoomFacts {
  readonly messages: readonly Message[];
}

/** A place in a room's history. */
export type HistoryCut =
  | { readonly before: Id }
  | { readonly after: Id }
  | { readonly around: Id }
  | { readonly latest: true };

export interface NewEntry extends EntryRef {
  readonly room: Id;
  readonly kind: "edit" | "deletion";
  readonly author: Id;
}

export interface MessagesTx {
  /** All that sending needs. */
  loadSend(actor: Actor, room: Id, nonce: string | null, replyTo: Id | null): Awaitable<SendFacts>;
  loadMessage(actor: Actor, message: Id): Awaitable<MessageFacts>;
  loadMessages(actor: Actor, room: Id, messages: readonly Id[]): Awaitable<MessagesFacts>;
  /**
   * Stores the message and fills in its `n`. Its time is moved behind that of whatever the room got before, were it by a
   * millisecond; one that was said elsewhere keeps its own.
   */
  appendMessage(message: Message, where?: "here" | "elsewhere"): Awaitable<void>;
  /** The message's nonce may be used again. */
  releaseNonce(message: Id): Awaitable<void>;
  /** Remembers when somebody sent to a room with slow mode. */
  noteSent(room: Id, user: Id, at: Millis): Awaitable<void>;
  /** Stores the entry that an edit or a deletion makes in the conversation, and fills in its `n` and its time, as of a message. */
  appendEntry(entry: NewEntry): Awaitable<void>;
  /** In any order; unknown ids are left out, and entries of messages that are gone. */
  entriesByIds(ids: readonly Id[]): Awaitable<Entry[]>;
  /** What was done to a message, newest first. */
  entriesOf(message: Id, limit: number): Awaitable<Entry[]>;
  /**
   * What stands in a conversation between two numbers, with them, in order: messages, tombstones and entries. Where
   * there is more than the limit, the first of it, or the last.
   */
  conversation(
    room: Id,
    range: { readonly from: number; readonly to: number; readonly keep: "first" | "last" },
    limit: number,
  ): Awaitable<(Message | Entry)[]>;
  /** The newest shown message of each author with a number above `from` and up to `to`. */
  newestBetween(room: Id, from: number, to: number): Awaitable<Advance["newest"][number][]>;
  setText(message: Message, text: string, mentions: Mentions | null, edited: Millis): Awaitable<void>;
  /** An empty list = none. */
  setEmbeds(message: Id, embeds: readonly Embed[]): Awaitable<void>;
  /** Its author, or who moderates, wants no link previews under it. */
  refusePreviews(message: Message): Awaitable<void>;
  /** Leaves a tombstone: no text, earlier versions, mentions, reactions or pin. */
  eraseMessage(message: Message, deleted: Millis): Awaitable<void>;
  /**
   * Oldest first; tombstones and entries are skipped; `reader` decides which reactions are `mine`. Null when
   * the message of the cut does not stand in the room (its tombstone does).
   */
  history(room: Id, reader: Id, cut: HistoryCut, limit: number): Awaitable<Message[] | null>;
  /** In any order; unknown ids are left out. Reactions are left out too. */
  messagesByIds(ids: readonly Id[]): Awaitable<Message[]>;
  /** The messages of a user, with ids above `after`, in order; tombstones are left out. */
  messagesBy(user: Id, after: Id, limit: number): Awaitable<Message[]>;
  reactionsOf(message: Id, reader: Id): Awaitable<ReactionCount[]>;
  /** False when it was there already. */
  addReaction(message: Id, user: Id, emoji: string, at: Millis): Awaitable<boolean>;
  /** False when it was not there. */
  removeReaction(message: Id, user: Id, emoji: string): Awaitable<boolean>;
}
