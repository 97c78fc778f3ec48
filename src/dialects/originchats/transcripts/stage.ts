/** What plays this folder's transcripts has to know of OriginChats. */

import type { Stage } from "../../../../test/stage.ts";

export const stage: Stage = {
  // The barrier is made of commands, and a transcript takes no time.
  environment: {
    KOINE_ORIGINCHATS_FILE_TIME: "7 d",
    KOINE_LIMITS_ORIGINCHATS: "1000/1s",
    KOINE_ORIGINCHATS_MESSAGES_PER_MINUTE: "1000",
    KOINE_ORIGINCHATS_BURST_LIMIT: "1000",
  },

  enters: (sent) => /"cmd": ?"(login|register|auth)"/.test(sent),

  // Reads the store, after everything that was written and read before.
  barrier: (mark) => `{"cmd":"channels_get","listener":"${mark}"}`,

  toText: (frame) => new TextDecoder().decode(frame),
  sentToText: (frame) => new TextDecoder().decode(frame),
  toBytes: (text) => new TextEncoder().encode(text),
};
