/**
 * Webhooks as the wire's (`docs/protocols/originchats.md` section 8.12), and their tokens.
 *
 * The store has the hash of a webhook's secret alone. Whoever manages webhooks is shown a token all the same: the id,
 * and a signature over the id and that hash, which ends with the secret when another is made.
 */

import type { Id } from "../../core/model/ids.ts";
import type { Webhook } from "../../core/model/outside.ts";
import { idOf, seconds, usernameOf, uuidOf } from "./ids.ts";
import type { Names } from "./names.ts";
import { pictureOf } from "./nouns.ts";

/** A signature over a text, as hexadecimal digits; nobody else can make it. */
export type Sign = (text: string) => string;

const UUID_LENGTH = 36;
const SIGNATURE_LENGTH = 32;

export function webhookToken(sign: Sign, webhook: Id, secretHash: string): string {
  return uuidOf(webhook) + sign(`webhook ${webhook} ${secretHash}`).slice(0, SIGNATURE_LENGTH);
}

/** The webhook that a token of the above form names; null for other tokens. Whether it is right is another question. */
export function webhookNamed(token: string): Id | null {
  if (token.length !== UUID_LENGTH + SIGNATURE_LENGTH) return null;
  return idOf(token.slice(0, UUID_LENGTH));
}

/** A webhook; with its token for those who may see that. */
export function toWebhook(webhook: Webhook, names: Names, token: string | null): object {
  const { id, room, name, creator, created } = webhook;
  return {
    id: uuidOf(id),
    channel: room === null ? null : (names.room(room)?.name ?? null),
    name,
    ...(token === null ? {} : { token }),
    created_by: usernameOf(creator),
    created_at: seconds(created),
    avatar: pictureOf(webhook, names),
  };
}
