/** The one spelling of what somebody reacts with: a Unicode emoji, or a server emoji as `:name:id`. */

import { toEmoji } from "./emoji.ts";
import { Fault, notFound } from "./faults.ts";
import type { Id } from "./model/ids.ts";
import type { ReactionCount } from "./model/messages.ts";
import type { Room } from "./model/rooms.ts";
import type { Emoji } from "./model/spaces.ts";
import type { Place } from "./tx/rooms.ts";
import type { Tx } from "./tx/tx.ts";

const SERVER_EMOJI = /^:([a-z0-9_]{2,32}):([1-9]\d{0,15})$/;

/**
 * What stands on a message for this text. A server emoji that was renamed keeps the name that it has on this
 * message, so that it counts once.
 *
 * Faults: `invalid`; `not_found` (no such emoji in the space of the room); `forbidden` (restricted to other
 * rooms).
 */
export async function requireUsable(
  tx: Tx,
  text: string,
  { room }: Place,
  counts: readonly ReactionCount[],
): Promise<string> {
  const id = serverEmojiId(text);
  if (id === null) return requireUnicode(text);
  const emoji = await tx.emojiById(id);
  if (emoji === null || room.space === null || emoji.space !== room.space) throw notFound();
  if (!isUsableIn(emoji, room)) throw new Fault("forbidden", "This emoji can only be used in other rooms");
  return standing(counts, id) ?? `:${emoji.name}:${id}`;
}

/** Whether an emoji of the room's space may be used in it: one that is restricted to a room, in its threads too. */
export function isUsableIn({ rooms }: Emoji, { id, kind, parent }: Room): boolean {
  return (
    rooms.length === 0 ||
    rooms.includes(id) ||
    (kind === "thread" && parent !== null && rooms.includes(parent))
  );
}

/** What is taken back; the emoji itself may be gone. Faults: `invalid`. */
export function requireGiven(text: string, counts: readonly ReactionCount[]): string {
  const id = serverEmojiId(text);
  return id === null ? requireUnicode(text) : (standing(counts, id) ?? text);
}

function standing(counts: readonly ReactionCount[], id: Id): string | null {
  return counts.find(({ emoji }) => serverEmojiId(emoji) === id)?.emoji ?? null;
}

function serverEmojiId(text: string): Id | null {
  const id = Number(SERVER_EMOJI.exec(text)?.[2]);
  return Number.isSafeInteger(id) ? id : null;
}

function requireUnicode(text: string): string {
  const emoji = toEmoji(text);
  if (emoji === null) throw new Fault("invalid", "A reaction is one emoji");
  return emoji;
}
