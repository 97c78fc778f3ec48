/** Devices that are notified (`docs/protocols/big.md` section 16.6). */

import { Type } from "typebox";
import { MAX_ENDPOINT } from "../../../core/push-devices.ts";
import { BigError } from "../wire.ts";
import { type Call, signedIn } from "./calling.ts";

const device = Type.Object({
  deviceToken: Type.String({ minLength: 1, maxLength: 1_400, pattern: "^[A-Za-z0-9+/_-]+={0,2}$" }),
  fingerprint: Type.String({ minLength: 1, maxLength: 200 }),
  tokenType: Type.Optional(Type.Union([Type.Literal("ios-notification"), Type.Literal("ios-voip")])),
});

/**
 * A token goes to the core's devices: one that is an address as it is, any other by the operator's gateway, which is ""
 * for none. Only with a token of a user's: whoever knows a fingerprint must not get somebody else's notifications.
 */
export function deviceCalls(gateway: string): Readonly<Record<string, Call>> {
  const endpointOf = (token: string, type: string): string | null => {
    const bytes = Buffer.from(token, "base64");
    const text = bytes.toString("latin1");
    if (/^https?:\/\/[!-~]+$/.test(text)) return text;
    return gateway === "" ? null : `${gateway.replace(/\/$/, "")}/${type}/${bytes.toString("base64url")}`;
  };
  return {
    "POST /deviceToken": signedIn(
      { about: "Notify a device.", body: device },
      async ({ node, actor }, { body }) => {
        const type = body.tokenType ?? "ios-notification";
        const endpoint = endpointOf(body.deviceToken, type);
        if (endpoint === null) return {};
        if (endpoint.length > MAX_ENDPOINT) throw new BigError(400, "deviceToken is too long");
        const keys = { p256dh: "", auth: "" };
        await node.ask(actor, {
          type: "push_subscribe",
          input: { kind: "unified", endpoint, ...keys, name: `BIG (${type})` },
        });
        return {};
      },
    ),
  };
}
