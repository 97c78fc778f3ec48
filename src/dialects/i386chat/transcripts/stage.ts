/** What plays this folder's transcripts has to know of the gateway. */

import type { Stage } from "../../../../test/stage.ts";

/** No channel has this id. */
const NOWHERE = Number.MAX_SAFE_INTEGER;

export const stage: Stage = {
  // The barrier is made of events, and a transcript takes no time.
  environment: { KOINE_LIMITS_I386CHAT: "1000/1s" },

  maxFrameBytes: 4_096,

  enters: (sent) => /"f": ?110\b/.test(sent),

  // The refusal of a message has its nonce.
  mark: (number) => String(7_770_000_000_000 + number),
  barrier: (mark) => `{"f":130,"t":"MESSAGE_CREATE","cnf":{"content":"-","nonce":${mark},"room":${NOWHERE}}}`,

  toText: (frame) => new TextDecoder().decode(frame),
  sentToText: (frame) => new TextDecoder().decode(frame),
  toBytes: (text) => new TextEncoder().encode(text),
};
