/** `docs/protocols/originchats.md` section 9.16. */

import { type Fields, isMissing, Refusal, type Rows, stringIn } from "../row.ts";
import { TEXTS } from "../texts.ts";

export const push: Rows = {
  push_get_vapid: (_fields, { pushKey }) => ({ cmd: "push_vapid", key: pushKey }),

  push_subscribe: async (fields, here) => {
    const { endpoint, p256dh, auth } = subscriptionIn(fields);
    const input = { kind: "web", endpoint, p256dh, auth, name: "OriginChats" } as const;
    await here.ask(
      { type: "push_subscribe", input },
      { invalid: TEXTS.notSubscribed, forbidden: TEXTS.notSubscribed },
    );
    return { cmd: "push_subscribed", success: true, device_fingerprint: fingerprint(here.hash(endpoint)) };
  },

  push_unsubscribe: async (fields, here) => {
    const endpoint = stringIn(fields, "endpoint") ?? "";
    if (endpoint === "") throw new Refusal(TEXTS.endpointMissing);
    try {
      await here.ask(
        { type: "push_unsubscribe", input: { device: null, endpoint } },
        { not_found: UNKNOWN, invalid: UNKNOWN },
      );
    } catch (error) {
      // What was not known is not there any more, either.
      if (!(error instanceof Refusal) || error.message !== UNKNOWN) throw error;
    }
    return { cmd: "push_unsubscribed", success: true };
  },
};

/** What nobody is told. */
const UNKNOWN = "unknown device";

function subscriptionIn(fields: Fields): { endpoint: string; p256dh: string; auth: string } {
  const { subscription } = fields;
  if (isMissing(fields, "subscription") || typeof subscription !== "object" || subscription === null)
    throw new Refusal(TEXTS.subscriptionMissing);
  const { endpoint, keys } = subscription as { endpoint?: unknown; keys?: unknown };
  const { p256dh, auth } = (typeof keys === "object" && keys !== null ? keys : {}) as {
    p256dh?: unknown;
    auth?: unknown;
  };
  const isText = (value: unknown): value is string => typeof value === "string" && value !== "";
  if (!isText(endpoint) || !isText(p256dh) || !isText(auth)) throw new Refusal(TEXTS.subscriptionIncomplete);
  return { endpoint: endpoint.toWellFormed(), p256dh, auth };
}

/** Sixteen hexadecimal digits of a hash. */
function fingerprint(hash: string): string {
  return [...hash.slice(0, 8)].map((letter) => letter.charCodeAt(0).toString(16).padStart(2, "0")).join("");
}
