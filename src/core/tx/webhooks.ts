/** What handlers need of webhooks. */

import type { Id } from "../model/ids.ts";
import type { Webhook } from "../model/outside.ts";
import type { Awaitable } from "./awaitable.ts";

export interface WebhooksTx {
  /** `secret`: of an incoming one its token's hash, of an outgoing one the signing key. */
  insertWebhook(webhook: Webhook, secret: string): Awaitable<void>;
  /** Room, name, avatar, url, events, disabled, failures and last use. */
  updateWebhook(webhook: Webhook): Awaitable<void>;
  setWebhookSecret(webhook: Id, secret: string): Awaitable<void>;
  webhookById(webhook: Id): Awaitable<Webhook | null>;
  /** The incoming one whose token has this hash. */
  webhookByTokenHash(hash: string): Awaitable<Webhook | null>;
  webhookSecret(webhook: Id): Awaitable<string | null>;
  deleteWebhook(webhook: Id): Awaitable<void>;
  /** Those of a space with ids above `after`, in order; `room`: only its own. */
  webhooksOf(space: Id, room: Id | null, after: Id, limit: number): Awaitable<Webhook[]>;
  countWebhooks(space: Id): Awaitable<number>;
  /** Outgoing ones that are not switched off and hear of the stream: those of the room, and those of all the space. */
  webhooksHearing(stream: Id): Awaitable<Webhook[]>;
}
