/** What plays this folder's transcripts has to know of the wire. */

import type { Stage } from "../../../../test/stage.ts";

/** Where the native protocol is spoken, by those with whom BIG's clients talk. */
const GATEWAY = "/gateway";

export const stage: Stage = {
  // A transcript takes no time, and says nothing between its lines.
  environment: {
    KOINE_LIMITS_BIG: "10000 per 1 s",
    KOINE_BIG_SILENCE: "10 m",
    KOINE_BIG_RESEND_TIME: "10 m",
  },

  userId: (user) => String(user).padStart(21, "0"),

  // Everybody is heard from their first frame on; a client of the native protocol when it has shown its token.
  enters: (sent, path) => path !== GATEWAY || /"token": ?"/.test(sent),

  // No request has this name: the error has the id.
  barrier: (mark, path) =>
    path === GATEWAY
      ? `{"request_id":0,"event":{"type":"${mark}"}}`
      : `{"type":"request","timestamp":1,"id":"${mark}","payloadType":"barrier"}`,

  toText: (frame) => new TextDecoder().decode(frame),
  sentToText: (frame) => new TextDecoder().decode(frame),
  toBytes: (text) => new TextEncoder().encode(text),
};
