/** Variants whose commands do not exist yet. */

export const LATER = "not_available";

export const later = {
  webhook_create: LATER,
  webhook_delete: LATER,
  command_register: LATER,
  command_call: LATER,
  push_subscribe: LATER,
  push_unsubscribe: LATER,
  webhooks_get: LATER,
  webhook_update: LATER,
  webhook_rotate: LATER,
  command_unregister: LATER,
  command_answer: LATER,
} as const;
