/** Server emojis. Their pictures come as uploads. */

import type { Emoji } from "../../../core/model/spaces.ts";
import type { Ok } from "../gen/gateway.ts";
import { toEmoji } from "../nouns/spaces.ts";
import { entry } from "./entry.ts";

export const emojis = {
  emoji_create: entry(
    "emoji_create",
    ({ name, image, attachment_id, room_ids }, { space }) =>
      image.length > 0 ? null : { space, name, upload: attachment_id, rooms: room_ids },
    okEmoji,
  ),
  emoji_update: entry(
    "emoji_update",
    ({ emoji_id, name, room_ids, cleared }, { space }) => ({
      space,
      emoji: emoji_id,
      name: name ?? null,
      rooms: room_ids.length > 0 || cleared.includes("room_ids") ? room_ids : null,
    }),
    okEmoji,
  ),
  emoji_delete: entry("emoji_delete", ({ emoji_id }, { space }) => ({ space, emoji: emoji_id })),
} as const;

function okEmoji(emoji: Emoji): Partial<Ok> {
  return { emoji: toEmoji(emoji) };
}
