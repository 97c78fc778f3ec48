/** Variants whose commands do not exist yet. */

export const LATER = "not_available";

export const later = {
  webhook_create: LATER,
  webhook_delete: LATER,
  push_subscribe: LATER,
  push_unsubscribe: LATER,
  webhooks_get: LATER,
  webhook_update: LATER,
  webhook_rotate: LATER,
} as const;
