/** Server emojis as the wire's (`docs/protocols/originchats.md` sections 8.7 and 9.13). */

import type { Event, EventOf } from "../../core/events.ts";
import type { Emoji } from "../../core/model/spaces.ts";
import type { Packet } from "./wire.ts";

/** Its name, and the file name that clients ask `/emojis/` for. */
export function toEmoji({ id, name, mediaType }: Emoji): { name: string; fileName: string } {
  return { name, fileName: `${id}.${mediaType.slice(mediaType.indexOf("/") + 1)}` };
}

/** All of a space, by their ids. */
export function toEmojis(emojis: readonly Emoji[]): Record<string, object> {
  return Object.fromEntries(emojis.map((emoji) => [String(emoji.id), toEmoji(emoji)]));
}

/** What everybody is told of an emoji, which is the caller's answer as well (section 14.4). */
export function sayEmoji(
  event: EventOf<Extract<Event["type"], "emoji_create" | "emoji_update" | "emoji_delete">>,
): Packet {
  if (event.type === "emoji_delete") return { cmd: "emoji_delete", id: event.emoji, deleted: true };
  const { emoji } = event;
  if (event.type === "emoji_create")
    return { cmd: "emoji_add", id: String(emoji.id), ...toEmoji(emoji), added: true };
  return { cmd: "emoji_update", id: emoji.id, ...toEmoji(emoji), updated: true };
}
