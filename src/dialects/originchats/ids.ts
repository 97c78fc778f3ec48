/** How users, ids and times are written (`docs/protocols/originchats.md` section 8). */

import type { Id, Millis } from "../../core/model/ids.ts";
import type { UserRef } from "../../core/model/users.ts";
import { isWebhook } from "../../core/webhook-author.ts";
import { SERVER_NAME } from "./names.ts";

/** What the name of a local account begins with. */
export const LOCAL = "USR:local_";

/** The bridge under whose name accounts of the validator stand. */
export const VALIDATOR = "rotur";

/** The unique visible name of an account; all webhooks have the server's. */
export function usernameOf({ handle }: Pick<UserRef, "handle">): string {
  if (isWebhook({ handle })) return SERVER_NAME;
  return isCracked({ handle }) ? `${LOCAL}${handle}` : handle.slice(0, -VALIDATOR.length - 1);
}

/** Whether it is an account of this server. */
export function isCracked({ handle }: Pick<UserRef, "handle">): boolean {
  return !handle.endsWith(`@${VALIDATOR}`);
}

/** The handles that a "user parameter" may mean, the likeliest first; whatever its case. */
export function handlesOf(username: string): string[] {
  const folded = username.normalize("NFC").toLowerCase().trim();
  return folded.startsWith(LOCAL.toLowerCase()) ? [folded.slice(LOCAL.length)] : [`${folded}@${VALIDATOR}`];
}

/** An id of ours as a UUID of version 8 (RFC 9562) that holds it. */
export function uuidOf(id: Id): string {
  const hex = id.toString(16).padStart(16, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8000-8000-00000000${hex.slice(12)}`;
}

/** The id in a UUID of ours; null for any other value. */
export function idOf(uuid: unknown): Id | null {
  if (typeof uuid !== "string") return null;
  const [, high, middle, low] =
    /^([0-9a-f]{8})-([0-9a-f]{4})-8000-8000-00000000([0-9a-f]{4})$/.exec(uuid) ?? [];
  const id = Number.parseInt(`${high}${middle}${low}`, 16);
  return Number.isSafeInteger(id) && id > 0 ? id : null;
}

/** A time of ours in seconds, as a fraction. */
export function seconds(millis: Millis): number {
  return millis / 1_000;
}
