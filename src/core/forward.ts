/** Copying a message to another room. */

import { Type } from "typebox";
import { require, requireMessage, requireRoom, standingIn } from "./authorize.ts";
import { command, fields, IdSchema } from "./command.ts";
import type { Happening } from "./events.ts";
import { settleMentions } from "./mentions.ts";
import { nonceSchema, requireNonce, requirePause, requireText } from "./message-rules.ts";
import { draft, post } from "./messages.ts";
import type { Id } from "./model/ids.ts";
import type { Attachment, Forwarded, Message } from "./model/messages.ts";
import type { Place } from "./tx/rooms.ts";
import type { Tx } from "./tx/tx.ts";

/**
 * Copy a message to a room where the caller may send. The copy says where it was first said and mentions
 * nobody; a comment becomes a message of its own before it.
 *
 * Faults: `not_found` (message or room), `forbidden`, `invalid`, `rate_limited`.
 */
export const messageForward = command(
  "change",
  fields({ message: IdSchema, room: IdSchema, comment: Type.String(), nonce: nonceSchema }),
  async (tx, actor, input) => {
    requireNonce(input.nonce);
    if (input.comment !== "") requireText(input.comment);
    const source = requireMessage(await tx.loadMessage(actor, input.message), tx.now).message;
    const facts = await tx.loadSend(actor, input.room, input.nonce, null);
    const { caller, place } = requireRoom(facts, "send", tx.now);
    if (facts.earlier !== null) return { reply: facts.earlier, events: [] };
    requirePause(facts, place, caller, tx.now);
    const events: Happening[] = [];
    if (input.comment !== "") {
      const mentions = await settleMentions(tx, place, caller.id, input.comment, null);
      const comment = draft(tx, place, caller, { text: input.comment, nonce: null, mentions });
      events.push(...(await post(tx, actor, place, comment)).events);
    }
    const { text } = source;
    const message = draft(tx, place, caller, {
      text,
      nonce: input.nonce,
      forwardedFrom: originOf(source),
      attachments: await copyFiles(tx, place, caller.id, source),
    });
    const posted = await post(tx, actor, place, message);
    return { reply: posted.message, events: [...events, ...posted.events] };
  },
);

/** Files of their own for the copy, since each dies with its message. Faults: `forbidden`. */
async function copyFiles(tx: Tx, place: Place, owner: Id, { attachments }: Message): Promise<Attachment[]> {
  if (attachments.length > 0) require(standingIn(place, owner), "attach", tx.now);
  const copies: Attachment[] = [];
  for (const { id } of attachments) {
    const made = { id: tx.newId(), owner, key: tx.newKey(), thumbnailKey: tx.newKey(), created: tx.now };
    const copy = await tx.copyAttachment(id, made);
    if (copy !== null) copies.push(copy);
  }
  return copies;
}

/** What is forwarded again was still first said where it was first said. */
function originOf({ id, room, author, created, forwardedFrom }: Message): Forwarded {
  return forwardedFrom ?? { message: id, room, author, created };
}
