/** Deleting what a banned user wrote: in steps that others get in between, and on where a crash ended it. */

import { timerSet } from "./events/signals.ts";
import type { Happening } from "./events.ts";
import { ID_EPOCH, TICK_MILLIS } from "./ids.ts";
import { erase } from "./message-removal.ts";
import type { Id, Millis } from "./model/ids.ts";
import { MAX_SWEPT_LENGTH } from "./sweeping.ts";
import type { Tx } from "./tx/tx.ts";

/** Longest time back that is deleted with a ban, in milliseconds. */
export const MAX_PURGE = 30 * 24 * 3_600_000;
/** Most messages of the whole store that one step looks at. */
export const MAX_LOOKED_AT = 1_000;

/** Pause after a step. */
const STEP_MILLIS: Millis = 20;
/** Ids of one tick. */
const TICK_IDS = 128 * 128;

/** From now on what a user wrote in a space in the last time is deleted, in the name of somebody. */
export async function beginPurge(
  tx: Tx,
  space: Id,
  user: Id,
  by: Id,
  lastMillis: Millis,
): Promise<Happening[]> {
  const since = Math.max(0, Math.floor((tx.now - lastMillis - ID_EPOCH) / TICK_MILLIS)) * TICK_IDS;
  await tx.setPurge(space, user, { by, after: since, upTo: tx.newId() });
  await tx.setTimer({ kind: "purge", subject: space, user, due: tx.now });
  return [timerSet(tx.now)];
}

/** One step of it. */
export async function purge(tx: Tx, space: Id, user: Id): Promise<readonly Happening[]> {
  const wanted = await tx.purgeOf(space, user);
  if (wanted === null) return [];
  const events: Happening[] = [];
  const { messages, next } = await tx.writtenBy(space, user, wanted, MAX_LOOKED_AT);
  const [by] = await tx.usersByIds([wanted.by]);
  const actor = { user: wanted.by, token: 0, session: 0 };
  let after = next;
  let length = 0;
  for (const id of by === undefined ? [] : messages) {
    const { place, message } = await tx.loadMessage(actor, id);
    if (place === null || message === null || by === undefined) continue;
    events.push(await erase(tx, actor, { caller: by, place }, message));
    length += message.text.length;
    if (length < MAX_SWEPT_LENGTH) continue;
    after = id;
    break;
  }
  if (after === null) {
    await tx.deletePurge(space, user);
    return events;
  }
  const due = tx.now + STEP_MILLIS;
  await tx.setPurge(space, user, { ...wanted, after });
  await tx.setTimer({ kind: "purge", subject: space, user, due });
  return [...events, timerSet(due)];
}
