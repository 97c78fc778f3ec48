/** Posting events to outgoing webhooks (`docs/integrations.md`). */

import type { Event } from "../core/events.ts";
import type { Id, Millis } from "../core/model/ids.ts";
import type { WebhookParcel } from "../core/outgoing.ts";
import type { Send } from "./sender.ts";

/** Time that a receiver has for its answer. */
export const ANSWER_MILLIS: Millis = 10_000;

/** A guarded request to an address that somebody else chose. Rejects with a sentence. */
type Post = (request: {
  readonly url: string;
  readonly method: "POST";
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeout: Millis;
  readonly maxBytes: number;
  readonly redirects: number;
}) => Promise<{ readonly status: number }>;

interface Deps {
  readonly post: Post;
  /** An event as JSON text, in the words of the gateway; null = it cannot be told. */
  readonly encode: (event: Event) => string | null;
  /** HMAC-SHA-256 in lower-case hexadecimal digits. */
  readonly hmac: (key: string, text: string) => string;
  readonly now: () => Millis;
}

/** Any answer of the 2xx kind says that it arrived; 410 that the receiver is gone for good. Redirects are not followed. */
export function webhookSend({ post, encode, hmac, now }: Deps): Send<WebhookParcel> {
  return async ({ webhook, space, url, secret, event }, id) => {
    const told = encode(event);
    if (told === null) return { ok: true };
    const body = bodyOf(webhook, space, id, told);
    const timestamp = String(Math.floor(now() / 1_000));
    const { status } = await post({
      url,
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        "Idempotency-Key": String(id),
        "Koine-Event": event.type,
        "Koine-Timestamp": timestamp,
        "Koine-Signature": `sha256=${hmac(secret, `${timestamp}.${body}`)}`,
      },
      body,
      timeout: ANSWER_MILLIS,
      maxBytes: 0,
      redirects: 0,
    });
    if (status >= 200 && status < 300) return { ok: true };
    return { ok: false, reason: `It answered ${status}`, final: status === 410 };
  };
}

/** `event` is JSON already. */
function bodyOf(webhook: Id, space: Id, delivery: Id, event: string): string {
  return `{"webhook_id":${webhook},"space_id":${space},"delivery_id":${delivery},"event":${event}}`;
}
