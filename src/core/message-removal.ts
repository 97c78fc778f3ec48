/** Messages taken away: by their authors, by the staff, one or many. */

import { Type } from "typebox";
import { recordIn, requireReason } from "./audit.ts";
import { may, requireMessage, requireRoom, type Standing, standingIn } from "./authorize.ts";
import { command, fields, happened, IdSchema } from "./command.ts";
import { enterConversation } from "./conversation-entries.ts";
import type { Event } from "./events.ts";
import { Fault, notFound } from "./faults.ts";
import { nonceSchema, requireNonce } from "./message-rules.ts";
import type { Millis } from "./model/ids.ts";
import type { Message } from "./model/messages.ts";
import type { Actor, User, UserRef } from "./model/users.ts";
import type { Place } from "./tx/rooms.ts";
import type { Tx } from "./tx/tx.ts";
import { refOf } from "./user-refs.ts";

/** Most messages that one call deletes. */
export const MAX_BULK = 200;

/** For the audit log; absent means none. */
const reasonSchema = Type.Optional(Type.String());

/** What is left of a message that was deleted. */
export function emptied(message: Message, at: Millis): Message {
  const { embeds, ...rest } = message;
  return { ...rest, text: "", mentions: null, attachments: [], poll: null, deleted: at };
}

/**
 * Leave a tombstone. Another's message is told to the staff, with the reason.
 *
 * Faults: `not_found`, `forbidden`, `invalid` (reason).
 */
export const messageDelete = command(
  "change",
  fields({
    message: IdSchema,
    reason: reasonSchema,
    /** Of the entry in the conversation. */
    nonce: Type.Optional(nonceSchema),
  }),
  async (tx, actor, { message: id, reason = "", nonce = null }) => {
    requireNonce(nonce);
    const facts = requireMessage(await tx.loadMessage(actor, id), tx.now);
    const { message, caller, place } = facts;
    requireDelete(facts, message, tx.now);
    const act = { target: message.id, before: { room: message.room, author: message.author.id } };
    const audit =
      message.author.id === caller.id
        ? []
        : await recordIn(tx, actor, place, {
            action: "message_delete",
            ...act,
            reason: requireReason(reason),
          });
    return { reply: null, events: [await erase(tx, actor, facts, message, nonce), ...audit] };
  },
);

/**
 * Delete many messages of a room: all of them, or none and a fault. Each is told by an event of its own; those
 * of others are told to the staff together, with the reason.
 *
 * Faults: `not_found` (the room, or any of the messages), `forbidden`, `invalid` (reason).
 */
export const messagesDelete = command(
  "change",
  fields({
    room: IdSchema,
    messages: Type.Array(IdSchema, { minItems: 1, maxItems: MAX_BULK }),
    reason: reasonSchema,
  }),
  async (tx, actor, input) => {
    const ids = [...new Set(input.messages)];
    const facts = await tx.loadMessages(actor, input.room, ids);
    const { caller, place } = requireRoom(facts, "view", tx.now);
    const messages = facts.messages.filter(({ deleted }) => deleted === null);
    if (messages.length < ids.length) throw notFound();
    const by = { caller, place, standing: standingIn(place, caller.id) };
    for (const message of messages) requireDelete(by, message, tx.now);
    const events: Event[] = [];
    for (const message of messages.toSorted((a, b) => a.id - b.id)) {
      events.push(await erase(tx, actor, by, message));
    }
    const others = messages.filter(({ author }) => author.id !== caller.id).map(({ id }) => id);
    if (others.length > 0) {
      const act = {
        target: place.room.id,
        before: { messages: others },
        reason: requireReason(input.reason ?? ""),
      };
      events.push(...(await recordIn(tx, actor, place, { action: "messages_delete", ...act })));
    }
    return { reply: null, events };
  },
);

interface By {
  readonly caller: User;
  readonly place: Place;
  readonly standing: Standing;
}

function requireDelete({ caller, standing }: By, message: Message, now: Millis): void {
  const own = message.author.id === caller.id && may(standing, "delete_own", now);
  if (!own && !may(standing, "delete_any", now)) {
    throw new Fault("forbidden", "You may not delete this message");
  }
}

/** Leaves a tombstone in the place, for whoever deletes it. */
export async function erase(
  tx: Tx,
  actor: Actor,
  { caller, place }: { readonly caller: UserRef; readonly place: Place },
  message: Message,
  nonce: string | null = null,
): Promise<Event> {
  await tx.eraseMessage(message, tx.now);
  const entry = await enterConversation(tx, "deletion", caller, message, nonce);
  return {
    ...happened(tx, actor, place.stream),
    type: "message_delete",
    room: message.room,
    message: message.id,
    user: refOf(caller),
    entry,
  };
}
