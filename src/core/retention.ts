/**
 * Removing messages by their age: row by row and for good, in steps that others get in between. What is pinned
 * stays, and everything while the space is on legal hold. Every removal is told as a deletion, in the name of its
 * author.
 */

import { Type } from "typebox";
import { requireRoom, requireSpace } from "./authorize.ts";
import { command, fields, happened, IdSchema } from "./command.ts";
import { timerSet } from "./events/signals.ts";
import type { Happening } from "./events.ts";
import { Fault, notFound } from "./faults.ts";
import type { Id, Millis } from "./model/ids.ts";
import { MAX_PINS } from "./pins.ts";
import { MAX_SWEPT, MAX_SWEPT_LENGTH } from "./sweeping.ts";
import type { RetainedRoom } from "./tx/retention.ts";
import type { Tx } from "./tx/tx.ts";

/** Shortest retention, in milliseconds. */
export const MIN_RETENTION = 60_000;
/** Longest, in milliseconds: a hundred years, for rooms that keep what the space does not. */
export const MAX_RETENTION = 100 * 365 * 24 * 3_600_000;
/** Most messages that are counted. */
export const MAX_COUNTED = 100_000;

/** Pause after a step that left something to do. */
const STEP_MILLIS: Millis = 20;
/** Least time until what is not old yet is looked at again. */
const REST_MILLIS: Millis = 10_000;

export const retentionSchema = Type.Integer({ minimum: 0, maximum: MAX_RETENTION });

/** Faults: `invalid`. */
export function requireRetention(retention: Millis): Millis {
  if (retention !== 0 && retention < MIN_RETENTION)
    throw new Fault("invalid", `Messages are kept for ${MIN_RETENTION} ms at least, or for ever (0)`);
  return retention;
}

/** A retention changed: look at once. */
export async function retainAnew(tx: Tx, space: Id): Promise<Happening[]> {
  await tx.setTimer({ kind: "retention", subject: space, user: 0, due: tx.now });
  return [timerSet(tx.now)];
}

/**
 * How many messages a retention would remove now, of a room with its threads or of all rooms of a space; counted up
 * to `MAX_COUNTED`.
 *
 * Faults: `not_found`, `forbidden`, `invalid`.
 */
export const retentionCount = command(
  "read",
  fields({ space: IdSchema, room: Type.Union([IdSchema, Type.Null()]), retention: retentionSchema }),
  async (tx, actor, { space: id, room, retention }) => {
    requireRetention(retention);
    if (room !== null) {
      const { place } = requireRoom(await tx.loadRoom(actor, room), "manage_room", tx.now);
      if (place.room.space === null) throw notFound();
    } else requireSpace(await tx.loadSpace(actor, id), "manage_space", tx.now);
    const where = room === null ? { space: id } : { room };
    const count = retention === 0 ? 0 : await tx.countOlder(where, tx.now - retention, MAX_COUNTED);
    return { reply: { count }, events: [] };
  },
);

/** One step of removing what is too old in a space, and when the next is due. */
export async function retain(tx: Tx, space: Id): Promise<readonly Happening[]> {
  // Whoever ends the hold has it looked at anew.
  if ((await tx.spaceById(space))?.legalHold !== false) return [];
  const rooms = await tx.retainedRooms(space);
  if (rooms.length === 0) return [];
  const events: Happening[] = [];
  const left = { rows: MAX_SWEPT, length: MAX_SWEPT_LENGTH };
  let next = Number.POSITIVE_INFINITY;
  for (const room of rooms) {
    if (left.rows <= 0) break;
    next = Math.min(next, await retainIn(tx, room, left, events));
  }
  const due = left.rows <= 0 ? tx.now + STEP_MILLIS : Math.max(next, tx.now + REST_MILLIS);
  await tx.setTimer({ kind: "retention", subject: space, user: 0, due });
  return [...events, timerSet(due)];
}

/** Removes what is too old in a room, as far as the step reaches; gives the time when something more will be. */
async function retainIn(
  tx: Tx,
  { room, stream, retention }: RetainedRoom,
  left: { rows: number; length: number },
  events: Happening[],
): Promise<Millis> {
  // Pins stay at the beginning: look beyond as many as there can be.
  for (const row of await tx.oldestRows(room, left.rows + MAX_PINS)) {
    if (row.pinned) continue;
    if (row.created + retention > tx.now) return row.created + retention;
    if (left.rows <= 0 || left.length < 0) break;
    await tx.dropMessage(row.id);
    left.rows -= 1;
    left.length -= row.length;
    if (!row.shown) continue;
    events.push({
      ...happened(tx, null, stream),
      type: "message_delete",
      room,
      message: row.id,
      user: row.author,
      entry: null,
    });
  }
  if (left.length < 0) left.rows = 0;
  return tx.now + retention;
}
