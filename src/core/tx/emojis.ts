/** What handlers need of server emojis. */

import type { Id, Millis } from "../model/ids.ts";
import type { Emoji } from "../model/spaces.ts";
import type { Awaitable } from "./awaitable.ts";

export interface EmojisTx {
  /** The picture is a file that the emoji uses. */
  insertEmoji(emoji: {
    id: Id;
    space: Id;
    name: string;
    rooms: readonly Id[];
    creator: Id;
    created: Millis;
  }): Awaitable<void>;
  updateEmoji(id: Id, name: string, rooms: readonly Id[]): Awaitable<void>;
  deleteEmoji(id: Id): Awaitable<void>;
  emojiById(id: Id): Awaitable<Emoji | null>;
  /** Those whose picture has the same bytes as this file. */
  emojisLike(space: Id, file: Id): Awaitable<Id[]>;
  /** In the order of their ids. */
  emojisOf(space: Id): Awaitable<Emoji[]>;
}
