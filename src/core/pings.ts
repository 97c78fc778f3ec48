/** What mentions oneself, across all rooms: by name, by a role, or with everybody. */

import { Type } from "typebox";
import { requireCaller } from "./authorize.ts";
import { command, fields, IdSchema } from "./command.ts";
import { settingsChanged } from "./dialogs.ts";
import type { Message } from "./model/messages.ts";
import { cut } from "./page.ts";
import { lookedIn } from "./search.ts";
import type { Tx } from "./tx/tx.ts";

/** Most pings that one call gives. */
export const MAX_PINGS_PAGE = 100;

export interface Ping {
  readonly message: Message;
  /** After one's read mark in the room, and not cleared. */
  readonly unread: boolean;
}

/** Messages of others that mention the caller, newest first, where the caller may see them. Faults: `not_found`. */
export const pingsGet = command(
  "read",
  fields({
    space: IdSchema,
    before: Type.Union([IdSchema, Type.Null()]),
    limit: Type.Integer({ minimum: 1, maximum: MAX_PINGS_PAGE }),
    unreadOnly: Type.Boolean(),
  }),
  async (tx, actor, { space, before, limit, unreadOnly }) => {
    const { rooms, roles } = await lookedIn(tx, actor, space, null);
    const found = await tx.pingsOf(actor.user, {
      mentioned: [actor.user, 0, ...roles],
      rooms,
      before: before ?? Number.MAX_SAFE_INTEGER,
      limit: limit + 1,
      unreadOnly,
    });
    const { items, more } = cut(found, limit);
    return { reply: { items: await withMessages(tx, items), more }, events: [] };
  },
);

/** Mark pings up to a message as seen, for all of the caller's sessions; null = all there are. */
export const pingsClear = command(
  "change",
  fields({ upTo: Type.Union([IdSchema, Type.Null()]) }),
  async (tx, actor, { upTo }) => {
    const { id } = requireCaller(await tx.callerOf(actor));
    const before = (await tx.settingsOf(id)).pingsCleared;
    // No later message can have such an id yet.
    const newest = tx.newId();
    await tx.clearPings(id, Math.min(upTo ?? newest, newest));
    const { pingsCleared } = await tx.settingsOf(id);
    return settingsChanged(tx, actor, pingsCleared !== before);
  },
);

async function withMessages(
  tx: Tx,
  found: readonly { readonly message: number; readonly unread: boolean }[],
): Promise<Ping[]> {
  const messages = found.length === 0 ? [] : await tx.messagesByIds(found.map(({ message }) => message));
  const byId = new Map(messages.map((message) => [message.id, message]));
  return found.flatMap(({ message: id, unread }) => {
    const message = byId.get(id);
    return message === undefined ? [] : [{ message, unread }];
  });
}
