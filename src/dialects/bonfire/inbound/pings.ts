/** What mentions oneself, and how long messages are kept. */

import { make } from "../make.ts";
import { toMessage } from "../nouns/messages.ts";
import { toSettings } from "../nouns/people.ts";
import { entry, idOrNull, PAGE } from "./entry.ts";

export const pings = {
  pings_get: entry(
    "pings_get",
    ({ before, limit, unread_only }, { space }) => ({
      space,
      before: idOrNull(before),
      limit: limit === 0 ? PAGE : limit,
      unreadOnly: unread_only,
    }),
    ({ items, more }) => ({
      pings: items.map(({ message, unread }) => make("Ping", { message: toMessage(message), unread })),
      more,
    }),
  ),
  pings_clear: entry(
    "pings_clear",
    ({ up_to_id }) => ({ upTo: idOrNull(up_to_id) }),
    (settings) => ({ settings: toSettings(settings) }),
  ),
  retention_count: entry(
    "retention_count",
    ({ room_id, retention_ms }, { space }) => ({ space, room: idOrNull(room_id), retention: retention_ms }),
    ({ count }) => ({ count }),
  ),
} as const;
