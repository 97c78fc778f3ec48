/** Sealing what a device is sent (RFC 8291), and the signature by which push services know this server (RFC 8292). */

import webpush from "web-push";
import type { PushKeys } from "../core/tx/push.ts";

/** A request to a push service. */
export interface Sealed {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Seals a text for a device. */
export type Seal = (
  device: { readonly endpoint: string; readonly p256dh: string; readonly auth: string },
  text: string,
  /** Of those with the same topic a push service keeps the last, for so many seconds. */
  keep: { readonly topic: string; readonly seconds: number },
) => Sealed;

/** New keys for this server. */
export function newPushKeys(): PushKeys {
  return webpush.generateVAPIDKeys();
}

/** `contact`: whom a push service can turn to, an address of mail or the web. */
export function createSeal(keys: PushKeys, contact: string): Seal {
  return ({ endpoint, p256dh, auth }, text, { topic, seconds }) => {
    const { headers, body } = webpush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, text, {
      vapidDetails: { subject: contact, ...keys },
      TTL: seconds,
      urgency: "high",
      topic,
      contentEncoding: "aes128gcm",
    });
    const said = Object.entries(headers).filter(([name]) => name.toLowerCase() !== "content-length");
    return {
      headers: Object.fromEntries(said.map(([name, value]) => [name, String(value)])),
      body: new Uint8Array(body),
    };
  };
}
