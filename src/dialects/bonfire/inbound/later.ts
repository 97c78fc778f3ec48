/** Variants whose commands do not exist yet. */

export const LATER = "not_available";

export const later = {
  push_subscribe: LATER,
  push_unsubscribe: LATER,
} as const;
