/** Who an incoming webhook's messages are from: an account with the webhook's own id, that nobody signs in to. */

import type { UserRef } from "./model/users.ts";

/** What the handle ends with: only such handles, and ghosts', have an "@". */
export const WEBHOOK_BACKEND = "webhook";

export function isWebhook({ handle }: Pick<UserRef, "handle">): boolean {
  return handle.endsWith(`@${WEBHOOK_BACKEND}`);
}
