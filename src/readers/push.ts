/**
 * Sending notifications to push services (`docs/integrations.md`): Web Push, and UnifiedPush, which takes the same
 * request. What a device gets is encrypted for it (RFC 8291); a device without keys is told ids and no text.
 */

import webpush from "web-push";
import type { Id, Millis } from "../core/model.ts";
import type { Notice, PushParcel } from "../core/push.ts";
import type { PushKeys } from "../core/tx/push.ts";
import type { Send } from "./sender.ts";

/** Time that a push service has for its answer. */
export const ANSWER_MILLIS: Millis = 10_000;
/** How long a push service keeps what it cannot deliver, in seconds: a day. */
const KEPT_SECONDS = 86_400;

/** Answers that say that the device is gone for good. */
const GONE: ReadonlySet<number> = new Set([404, 410]);

/** A guarded request to an address that somebody else chose. Rejects with a sentence. */
type Post = (request: {
  readonly url: string;
  readonly method: "POST";
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  readonly timeout: Millis;
  readonly maxBytes: number;
  readonly redirects: number;
}) => Promise<{ readonly status: number }>;

interface Deps {
  readonly post: Post;
  readonly keys: PushKeys;
  /** Whom a push service can turn to: an address of mail or the web. */
  readonly contact: string;
}

/** New keys for this server. */
export function newPushKeys(): PushKeys {
  return webpush.generateVAPIDKeys();
}

/** The topic is the same in every attempt: a push service keeps the last one of those that it has not delivered. */
export function pushSend({ post, keys, contact }: Deps): Send<PushParcel> {
  return async ({ device, notice }, id) => {
    const { endpoint, p256dh, auth } = device;
    const request = p256dh === "" ? bare(notice, id) : encrypted(notice, id);
    const { status } = await post({
      url: endpoint,
      method: "POST",
      ...request,
      timeout: ANSWER_MILLIS,
      maxBytes: 0,
      redirects: 0,
    });
    if (status >= 200 && status < 300) return { ok: true };
    return { ok: false, reason: `The push service answered ${status}`, final: GONE.has(status) };

    function encrypted(shown: Notice, job: Id) {
      const { headers, body } = webpush.generateRequestDetails(
        { endpoint, keys: { p256dh, auth } },
        payloadOf(shown),
        {
          vapidDetails: { subject: contact, ...keys },
          TTL: KEPT_SECONDS,
          urgency: "high",
          topic: topicOf(job),
          contentEncoding: "aes128gcm",
        },
      );
      return { headers: texts(headers), body: new Uint8Array(body) };
    }
  };
}

/** Nothing that the push service should not read. */
function bare({ room, message }: Notice, id: Id) {
  return {
    headers: { TTL: String(KEPT_SECONDS), Topic: topicOf(id), "Content-Type": "application/json" },
    body: JSON.stringify({ room_id: room, message_id: message }),
  };
}

function payloadOf({ room, message, roomName, author, text }: Notice): string {
  return JSON.stringify({ room_id: room, message_id: message, room: roomName, author, text });
}

function topicOf(id: Id): string {
  return `koine-${id}`;
}

function texts(headers: Readonly<Record<string, unknown>>): Record<string, string> {
  const said = Object.entries(headers).filter(([name]) => name.toLowerCase() !== "content-length");
  return Object.fromEntries(said.map(([name, value]) => [name, String(value)]));
}
