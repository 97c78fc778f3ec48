/**
 * What a user's clients have acknowledged of the streams' logs, for wires whose clients say so: all up to a
 * position, and some single ones above it. What lies above is told them again when they come back.
 */

import { Type } from "typebox";
import { fields, IdSchema, serverCommand } from "./command.ts";
import { MAX_ACKS_ABOVE } from "./tx/acks.ts";

/** Most streams that are noted at once. */
export const MAX_ACKS = 1_000;

const position = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

/** Note how far users have acknowledged streams, in place of what was noted before. */
export const acksNote = serverCommand(
  "change",
  fields({
    acks: Type.Array(
      fields({
        user: IdSchema,
        stream: IdSchema,
        upTo: position,
        above: Type.Array(position, { maxItems: MAX_ACKS_ABOVE }),
      }),
      { maxItems: MAX_ACKS },
    ),
  }),
  async (tx, _actor, { acks }) => {
    for (const { user, ...ack } of acks) await tx.setAck(user, ack);
    return { reply: null, events: [] };
  },
);

/** What a user has acknowledged. */
export const acksGet = serverCommand("read", fields({ user: IdSchema }), async (tx, _actor, { user }) => ({
  reply: await tx.acksOf(user),
  events: [],
}));
