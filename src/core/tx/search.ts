/** What handlers need to search messages. */

import type { Id } from "../model/ids.ts";
import type { Message } from "../model/messages.ts";
import type { Awaitable } from "./awaitable.ts";

/** What a message must have, all of it. */
export interface Wanted {
  /** Words; `prefix` means any word that begins so. */
  readonly words: readonly { readonly text: string; readonly prefix: boolean }[];
  /** Parts of the text, of at least three characters. */
  readonly parts: readonly string[];
  readonly rooms: readonly Id[];
  readonly author: Id | null;
  /** Users, roles, or 0 for everyone: any of them is mentioned. */
  readonly mentions: readonly Id[] | null;
  readonly pinned: boolean;
  readonly files: boolean;
  /** Below this id. */
  readonly before: Id;
  /** Above this id. */
  readonly after: Id;
}

export interface Found {
  /** Newest first. */
  readonly messages: readonly Message[];
  /** Where to go on: everything from this id on was looked at. Null when that was all. */
  readonly next: Id | null;
}

export interface SearchTx {
  /** At most `limit`, and looking at `most` candidates at most. `reader` decides which reactions are `mine`. */
  searchMessages(wanted: Wanted, reader: Id, limit: number, most: number): Awaitable<Found>;
  /** Puts at most `limit` messages into the indexes; true when there are more. */
  indexMessages(limit: number): Awaitable<boolean>;
}
