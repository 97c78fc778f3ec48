/** What a message has to be, whoever says it: its length, its nonce, its files, its pause. */

import { Type } from "typebox";
import { isOver } from "./attachments.ts";
import { may, require, standingIn } from "./authorize.ts";
import { Fault, notFound } from "./faults.ts";
import type { Id, Millis } from "./model/ids.ts";
import type { Attachment } from "./model/messages.ts";
import type { User } from "./model/users.ts";
import type { SendFacts } from "./tx/messages.ts";
import type { Place } from "./tx/rooms.ts";
import type { Tx } from "./tx/tx.ts";

/** Longest text of a message, in bytes of UTF-8. */
export const MAX_TEXT_BYTES = 16 * 1024;

/** Longest idempotency key, in bytes of UTF-8. */
export const MAX_NONCE_BYTES = 64;

/** Most files of one message. */
export const MAX_ATTACHMENTS = 10;

export const nonceSchema = Type.Union([
  Type.String({ minLength: 1, maxLength: MAX_NONCE_BYTES }),
  Type.Null(),
]);

/** Faults: `rate_limited` where the room has slow mode and the caller sent a moment ago. */
export function requirePause(facts: SendFacts, place: Place, caller: User, now: Millis): void {
  const { slowMode } = place.room;
  const wait = facts.lastSent + slowMode - now;
  // Longer than anybody can have to wait: the clock was set back since.
  if (
    slowMode === 0 ||
    wait <= 0 ||
    wait > 2 * slowMode ||
    may(standingIn(place, caller.id), "manage_room", now)
  )
    return;
  throw new Fault("rate_limited", "This room has slow mode; wait a little", wait);
}

/** Faults: `invalid`. */
export function requireNonce(nonce: string | null): void {
  if (nonce !== null && isLonger(nonce, MAX_NONCE_BYTES)) {
    throw new Fault("invalid", `A nonce has at most ${MAX_NONCE_BYTES} bytes`);
  }
}

/** One's own uploads that nothing uses yet. Faults: `forbidden`, `not_found` (also another's, or used already). */
export async function takeFiles(
  tx: Tx,
  place: Place,
  caller: User,
  ids: readonly Id[],
): Promise<Attachment[]> {
  require(standingIn(place, caller.id), "attach", tx.now);
  const found = await tx.unusedAttachments(caller.id, ids);
  if (found.length < ids.length || found.some((file) => isOver(file, tx.now))) throw notFound();
  return found;
}

/** A message with files may have none. Faults: `invalid`. */
export function requireText(text: string, hasFiles = false): void {
  if (text.trim() === "" && !hasFiles) throw new Fault("invalid", "A message needs text");
  if (isLonger(text, MAX_TEXT_BYTES))
    throw new Fault("invalid", `A message has at most ${MAX_TEXT_BYTES} bytes`);
}

const utf8 = new TextEncoder();

/** Whether the text takes more bytes of UTF-8. A code unit takes at most three, so most texts need no counting. */
function isLonger(text: string, bytes: number): boolean {
  return text.length * 3 > bytes && utf8.encode(text).length > bytes;
}
