/** Reading a room's messages, and what they said before. */

import { Type } from "typebox";
import { requireMessage, requireRoom } from "./authorize.ts";
import { command, fields, IdSchema } from "./command.ts";
import { Fault, notFound } from "./faults.ts";
import type { Id } from "./model/ids.ts";
import { cut } from "./page.ts";
import type { HistoryCut } from "./tx/messages.ts";

/** Most messages that one call for history gives. */
export const MAX_HISTORY = 200;

/** Most earlier versions of a message that one call gives. */
export const MAX_EDITS_PAGE = 20;

const optionalId = Type.Union([IdSchema, Type.Null()]);

/**
 * A page of a room's history, oldest first, without tombstones. At most one of before, after and around
 * is given; none means the newest.
 *
 * Faults: `not_found` (room, or the message to start from), `forbidden`, `invalid`.
 */
export const historyGet = command(
  "read",
  fields({
    room: IdSchema,
    before: optionalId,
    after: optionalId,
    around: optionalId,
    limit: Type.Integer({ minimum: 1, maximum: MAX_HISTORY }),
  }),
  async (tx, actor, { room, limit, ...cuts }) => {
    const { caller } = requireRoom(await tx.loadRoom(actor, room), "view", tx.now);
    const page = await tx.history(room, caller.id, historyCut(cuts), limit);
    if (page === null) throw notFound();
    return { reply: page, events: [] };
  },
);

function historyCut(cuts: { before: Id | null; after: Id | null; around: Id | null }): HistoryCut {
  const { before, after, around } = cuts;
  if ([before, after, around].filter((id) => id !== null).length > 1) {
    throw new Fault("invalid", "Give one of before, after and around");
  }
  if (before !== null) return { before };
  if (after !== null) return { after };
  return around === null ? { latest: true } : { around };
}

/**
 * What a message said before its edits, newest first, from a version on to older ones. Whoever may see the
 * message may see them. Faults: `not_found`.
 */
export const editsGet = command(
  "read",
  fields({
    message: IdSchema,
    before: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()]),
    limit: Type.Integer({ minimum: 1, maximum: MAX_EDITS_PAGE }),
  }),
  async (tx, actor, { message: id, before, limit }) => {
    const { message } = requireMessage(await tx.loadMessage(actor, id), tx.now);
    const found = await tx.revisionsOf(message.id, before ?? Number.MAX_SAFE_INTEGER, limit + 1);
    return { reply: cut(found, limit), events: [] };
  },
);
