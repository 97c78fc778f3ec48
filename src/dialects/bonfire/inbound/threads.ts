/** Threads of text rooms, and the entries of forums. */

import { toFollowed, toOwnReceipt, toRoom } from "../nouns/rooms.ts";
import { entry, idOrNull, PAGE } from "./entry.ts";
import { okRoom } from "./rooms.ts";

export const threads = {
  thread_create: entry(
    "thread_create",
    ({ room_id, name, message_id, content, tags, nonce, attachment_ids }) => ({
      room: room_id,
      name,
      under: idOrNull(message_id),
      text: content,
      attachments: attachment_ids,
      tags,
      nonce: nonce === "" ? null : nonce,
    }),
    (room) => ({ room: toFollowed(room) }),
  ),
  thread_update: entry(
    "thread_update",
    ({ room_id, name, archived, locked, slow_mode_ms, tags, cleared }) => ({
      room: room_id,
      name: name ?? null,
      archived: archived ?? null,
      locked: locked ?? null,
      slowMode: slow_mode_ms ?? null,
      tags: tags.length > 0 || cleared.includes("tags") ? tags : null,
    }),
    okRoom,
  ),
  threads_get: entry(
    "threads_get",
    ({ room_id, archived, tag, before, limit }) => ({
      room: room_id,
      archived,
      tag: tag === "" ? null : tag,
      before: idOrNull(before),
      limit: limit === 0 ? PAGE : limit,
    }),
    ({ threads, followed, receipts, more }) => ({
      rooms: threads.map((thread) => (followed.includes(thread.id) ? toFollowed(thread) : toRoom(thread))),
      receipts: receipts.map(toOwnReceipt),
      more,
    }),
  ),
} as const;
