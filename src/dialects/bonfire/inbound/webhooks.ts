/** Webhooks. Posting by one is HTTP alone (`docs/integrations.md`). */

import type { HOOK_EVENTS } from "../../../core/outgoing.ts";
import type { NewWebhook } from "../../../core/webhooks.ts";
import type { Ok } from "../gen/gateway.ts";
import { toDelivery, toWebhook } from "../nouns/outside.ts";
import { entry, idOrNull, PAGE } from "./entry.ts";

type HookEvent = (typeof HOOK_EVENTS)[number];

export const webhooks = {
  webhook_create: entry(
    "webhook_create",
    ({ name, kind, room_id, url, events, avatar_id }, { space }) => ({
      space,
      room: idOrNull(room_id),
      // An unknown word does not fit the command's schema, which says so.
      kind: kind as "incoming" | "outgoing",
      name,
      url,
      events: events as HookEvent[],
      avatar: avatar_id,
    }),
    okNew,
  ),
  webhooks_get: entry(
    "webhooks_get",
    ({ room_id, after, limit }, { space }) => ({
      space,
      room: idOrNull(room_id),
      after,
      limit: limit === 0 ? PAGE : limit,
    }),
    ({ items, more }) => ({ webhooks: items.map((webhook) => toWebhook(webhook)), more }),
  ),
  webhook_update: entry(
    "webhook_update",
    ({ webhook_id, name, room_id, url, events, avatar_id, disabled, cleared }) => ({
      webhook: webhook_id,
      name: name ?? null,
      room: room_id ?? null,
      url: url ?? null,
      events: events.length > 0 || cleared.includes("events") ? (events as HookEvent[]) : null,
      avatar: avatar_id ?? null,
      disabled: disabled ?? null,
    }),
    (webhook) => ({ webhook: toWebhook(webhook) }),
  ),
  webhook_rotate: entry("webhook_rotate", ({ webhook_id }) => ({ webhook: webhook_id }), okNew),
  webhook_delete: entry("webhook_delete", ({ webhook_id }) => ({ webhook: webhook_id })),
  webhook_deliveries_get: entry(
    "webhook_deliveries_get",
    ({ webhook_id, after, limit }) => ({ webhook: webhook_id, after, limit: limit === 0 ? PAGE : limit }),
    ({ items, more }) => ({ deliveries: items.map(toDelivery), more }),
  ),
  webhook_retry: entry(
    "webhook_retry",
    ({ webhook_id, delivery_id }) => ({ webhook: webhook_id, delivery: idOrNull(delivery_id) }),
    (count) => ({ count }),
  ),
} as const;

function okNew({ webhook, secret }: NewWebhook): Partial<Ok> {
  return { webhook: toWebhook(webhook, secret) };
}
