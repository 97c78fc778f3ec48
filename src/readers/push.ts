/**
 * Sending notifications to push services (`docs/integrations.md`): Web Push, and UnifiedPush, which takes the same
 * request. What a device gets is sealed for it; a device without keys is told ids and no text.
 */

import type { Id, Millis } from "../core/model/ids.ts";
import type { Notice, PushParcel } from "../core/push.ts";
import type { Send } from "./sender.ts";

/** Time that a push service has for its answer. */
export const ANSWER_MILLIS: Millis = 10_000;
/** How long a push service keeps what it cannot deliver, in seconds: a day. */
const KEPT_SECONDS = 86_400;

/** Answers that say that the device is gone for good. */
const GONE: ReadonlySet<number> = new Set([404, 410]);

/** What is sent, whoever seals it. */
interface Content {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** A guarded request to an address that somebody else chose. Rejects with a sentence. */
type Post = (
  request: Content & {
    readonly url: string;
    readonly method: "POST";
    readonly timeout: Millis;
    readonly maxBytes: number;
    readonly redirects: number;
  },
) => Promise<{ readonly status: number }>;

interface Deps {
  readonly post: Post;
  /** Seals a text for a device; of those with the same topic a push service keeps the last, for so many seconds. */
  readonly seal: (
    device: PushParcel["device"],
    text: string,
    keep: { readonly topic: string; readonly seconds: number },
  ) => Content;
}

/** Topic and key are the same in every attempt: the other side can tell a second one from the first. */
export function pushSend({ post, seal }: Deps): Send<PushParcel> {
  return async ({ device, notice }, id) => {
    const topic = `koine-${id}`;
    const content =
      device.p256dh === ""
        ? bare(notice, topic)
        : seal(device, textOf(notice), { topic, seconds: KEPT_SECONDS });
    const { status } = await post({
      url: device.endpoint,
      method: "POST",
      headers: { ...content.headers, "Idempotency-Key": String(id) },
      body: content.body,
      timeout: ANSWER_MILLIS,
      maxBytes: 0,
      redirects: 0,
    });
    if (status >= 200 && status < 300) return { ok: true };
    return { ok: false, reason: `The push service answered ${status}`, final: GONE.has(status) };
  };
}

/** Nothing that the push service should not read. */
function bare({ room, message }: { readonly room: Id; readonly message: Id }, topic: string): Content {
  return {
    headers: { TTL: String(KEPT_SECONDS), Topic: topic, "Content-Type": "application/json" },
    body: JSON.stringify({ room_id: room, message_id: message }),
  };
}

function textOf({ room, message, roomName, author, text }: Notice): string {
  return JSON.stringify({ room_id: room, message_id: message, room: roomName, author, text });
}
