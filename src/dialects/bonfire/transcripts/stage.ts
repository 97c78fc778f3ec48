/** What plays this folder's transcripts has to know of the gateway. */

import type { Stage } from "../../../../test/stage.ts";
import {
  decodeClientEvent,
  decodeHandshake,
  decodeIdentify,
  decodeServerEvent,
  encodeClient,
  encodeHandshake,
  encodeIdentify,
  encodeServer,
} from "../codec.ts";
import { Bad, fromJson, parseObject } from "../json.ts";

export const stage: Stage = {
  enters: (sent) => /"token": ?"/.test(sent),

  // A variant that no version knows is answered in its turn, also to clients of the public schema.
  barrier: (mark) => JSON.stringify({ request_id: 0, event: { type: mark } }),

  toText(frame, first) {
    if (first) {
      const handshake = decodeHandshake(frame);
      if ("malformed" in handshake) throw new Error(handshake.malformed);
      return String(encodeHandshake(handshake, "json"));
    }
    const event = decodeServerEvent(frame);
    if ("malformed" in event || "unknownVariant" in event) throw new Error(JSON.stringify(event));
    return String(encodeServer(event, "json"));
  },

  sentToText(frame, first) {
    if (first) {
      const identify = decodeIdentify(frame);
      if ("malformed" in identify || "notIdentify" in identify) throw new Error(JSON.stringify(identify));
      return String(encodeIdentify(identify, "json"));
    }
    const event = decodeClientEvent(frame);
    if (!("event" in event)) throw new Error(JSON.stringify(event));
    return String(encodeClient(event, "json"));
  },

  toBytes(text) {
    const json = parseObject(text);
    if (json instanceof Bad) throw new Error(json.reason);
    if ("token" in json) {
      const identify = fromJson("GatewayIdentify", json);
      if (identify instanceof Bad) throw new Error(identify.reason);
      return bytes(encodeIdentify(identify, "protobuf"));
    }
    const event = fromJson("GatewayClientEvent", json);
    if (event instanceof Bad) throw new Error(event.reason);
    return bytes(encodeClient(event, "protobuf"));
  },
};

function bytes(frame: string | Uint8Array): Uint8Array {
  if (typeof frame === "string") throw new Error("unreachable: Protobuf is bytes");
  return frame;
}
