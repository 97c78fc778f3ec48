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
  /** Remembers that the picture of this emoji is not to be brought into its space again. */
  endEmoji(id: Id): Awaitable<void>;
  /** Whether a picture with the same bytes as this file is not to be brought into the space. */
  wasEmojiEnded(space: Id, file: Id): Awaitable<boolean>;
  emojiById(id: Id): Awaitable<Emoji | null>;
  /** Those whose picture has the same bytes as this file. */
  emojisLike(space: Id, file: Id): Awaitable<Id[]>;
  /** In the order of their ids. */
  emojisOf(space: Id): Awaitable<Emoji[]>;
}
