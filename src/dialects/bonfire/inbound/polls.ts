/** Polls. */

import { toMessage, toPoll } from "../nouns/messages.ts";
import { toSmallUser } from "../nouns/people.ts";
import { entry, idOrNull, PAGE } from "./entry.ts";

export const polls = {
  poll_create: entry(
    "poll_create",
    ({ room_id, question, options, multiple, anonymous, ends, nonce }) => ({
      room: room_id,
      question,
      options,
      multiple,
      anonymous,
      ends,
      nonce: nonce === "" ? null : nonce,
    }),
    (message) => ({ message: toMessage(message) }),
  ),
  poll_vote: entry(
    "poll_vote",
    ({ message_id, option_ids }) => ({ message: message_id, options: option_ids }),
    (poll) => ({ poll: toPoll(poll) }),
  ),
  poll_end: entry(
    "poll_end",
    ({ message_id }) => ({ message: message_id }),
    (poll) => ({ poll: toPoll(poll) }),
  ),
  poll_get: entry(
    "poll_get",
    ({ message_id, option_id, after, limit }) => ({
      message: message_id,
      option: option_id === 0 ? null : option_id,
      after: idOrNull(after),
      limit: limit === 0 ? PAGE : limit,
    }),
    ({ poll, items, more }) => ({ poll: toPoll(poll), users: items.map(toSmallUser), more }),
  ),
} as const;
