/** Messages, reactions and typing. */

import { MAX_EDITS_PAGE } from "../../../core/history.ts";
import type { Id } from "../../../core/model/ids.ts";
import { toMessage, toRevision } from "../nouns/messages.ts";
import { toRoom } from "../nouns/rooms.ts";
import { embedsIn } from "./embeds.ts";
import { entry, entryAs, idOrNull, PAGE } from "./entry.ts";

export const messages = {
  message: entryAs<"message", "message_send">(
    "message_send",
    (text, { defaultRoom }) => ({ room: defaultRoom, text, nonce: null, replyTo: null }),
    (message) => ({ message: toMessage(message) }),
  ),
  message_send: entry(
    "message_send",
    ({ room_id, content, nonce, reply_to, reply_ping, attachment_ids, ...more }) => {
      const embeds = embedsIn(more.embeds);
      return embeds === null
        ? null
        : {
            room: room_id,
            text: content,
            nonce: nonce === "" ? null : nonce,
            replyTo: idOrNull(reply_to),
            replyPing: reply_ping,
            ...(more.no_previews ? { noPreviews: true } : {}),
            attachments: attachment_ids,
            embeds,
          };
    },
    (message) => ({ message: toMessage(message) }),
  ),
  message_edit: entry(
    "message_edit",
    ({ message_id, content }) => ({ message: message_id, text: content }),
    (message) => ({ message: toMessage(message) }),
  ),
  message_delete: entry("message_delete", ({ message_id, reason }) => ({ message: message_id, reason })),
  previews_remove: entry(
    "previews_remove",
    ({ message_id }) => ({ message: message_id }),
    (message) => ({
      message: toMessage(message),
    }),
  ),
  messages_delete: entry("messages_delete", ({ room_id, message_ids, reason }) => ({
    room: room_id,
    messages: message_ids,
    reason,
  })),
  edits_get: entry(
    "edits_get",
    ({ message_id, before, limit }) => ({
      message: message_id,
      before: idOrNull(before),
      limit: limit === 0 ? MAX_EDITS_PAGE : limit,
    }),
    ({ items, more }) => ({ revisions: items.map(toRevision), more }),
  ),
  message_forward: entry(
    "message_forward",
    ({ message_id, room_id, content, nonce }) => ({
      message: message_id,
      room: room_id,
      comment: content,
      nonce: nonce === "" ? null : nonce,
    }),
    (message) => ({ message: toMessage(message) }),
  ),
  pin_add: entry("pin_add", ({ message_id }) => ({ message: message_id })),
  pin_remove: entry("pin_remove", ({ message_id }) => ({ message: message_id })),
  pins_get: entry(
    "pins_get",
    ({ room_id, before, limit }) => ({
      room: room_id,
      before: idOrNull(before),
      limit: limit === 0 ? PAGE : limit,
    }),
    ({ messages, more }) => ({ messages: messages.map(toMessage), more }),
  ),
  search: entry(
    "search",
    (asked, { space }) => ({
      query: asked.query,
      space,
      room: idOrNull(asked.room_id),
      author: idOrNull(asked.author_id),
      before: idOrNull(asked.before),
      after: idOrNull(asked.after),
      pinned: asked.pinned,
      files: asked.with_attachment,
      mentionsMe: asked.mentions_me,
      limit: asked.limit === 0 ? PAGE : asked.limit,
    }),
    ({ messages, threads, next }) => ({
      messages: messages.map(toMessage),
      rooms: threads.map(toRoom),
      more: next !== null,
      next_before: next ?? 0,
    }),
  ),
  reaction_add: entry("reaction_add", toReaction),
  reaction_remove: entry("reaction_remove", toReaction),
  history_get: entry(
    "history_get",
    ({ room_id, before, after, around, limit }) => ({
      room: room_id,
      before: idOrNull(before),
      after: idOrNull(after),
      around: idOrNull(around),
      limit: limit === 0 ? PAGE : limit,
    }),
    (messages) => ({ messages: messages.map(toMessage) }),
  ),
  typing_start: entry("typing_start", ({ room_id }) => ({ room: room_id })),
  typing_stop: entry("typing_stop", ({ room_id }) => ({ room: room_id })),
} as const;

function toReaction({ message_id, emoji }: { message_id: Id; emoji: string }) {
  return { message: message_id, emoji };
}
