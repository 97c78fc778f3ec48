/**
 * Who does not want to be written to by whom. A person and who they are on other networks are blocked as one: what
 * blocks is a row for each of them.
 */

import { requireCaller } from "./authorize.ts";
import { command, fields, IdSchema } from "./command.ts";
import { settingsChanged, settingsTold } from "./dialogs.ts";
import type { Event } from "./events.ts";
import { Fault, notFound } from "./faults.ts";
import type { Id } from "./model/ids.ts";
import type { Tx } from "./tx/tx.ts";

/** Most users that one user can block. */
export const MAX_BLOCKED = 1_000;
/** Most users who are told at once that one whom they blocked is somebody else too; others see it when they come back. */
const MAX_TOLD = 1_000;

const input = fields({ user: IdSchema });

/**
 * Take no dialogs and no messages in a dialog from a user; they are not told. Blocking again changes nothing.
 *
 * Faults: `not_found`, `invalid` (oneself), `limit_reached`.
 */
export const userBlock = command("change", input, async (tx, actor, { user }) => {
  const { caller, known } = await tx.loadAcquaintances(actor, [user]);
  const { id: self } = requireCaller(caller);
  const same = await sameAs(tx, user);
  if (same.includes(self)) throw new Fault("invalid", "You cannot block yourself");
  if (!known.some(({ id }) => id === user)) throw notFound();
  const { blocked } = await tx.settingsOf(self);
  if (blocked.length >= MAX_BLOCKED && !blocked.includes(user))
    throw new Fault("limit_reached", `You can block at most ${MAX_BLOCKED} users`);
  let changed = false;
  for (const one of same) if (await tx.addBlock(self, one, tx.now)) changed = true;
  return settingsChanged(tx, actor, changed);
});

/** Take back a block. It need not be there, nor need the user: the answer is the same. */
export const userUnblock = command("change", input, async (tx, actor, { user }) => {
  const { id: self } = requireCaller(await tx.callerOf(actor));
  let changed = false;
  for (const one of await sameAs(tx, user)) if (await tx.removeBlock(self, one)) changed = true;
  return settingsChanged(tx, actor, changed);
});

/** A ghost is a person's from now on: whoever has blocked one of the two has blocked both, and is told so. */
export async function shareBlocks(tx: Tx, person: Id, ghost: Id): Promise<Event[]> {
  const changed = new Set(await tx.shareBlocks(person, ghost, tx.now));
  // Nobody blocks themselves.
  for (const [user, blocked] of [
    [person, ghost],
    [ghost, person],
  ] as const)
    if (await tx.removeBlock(user, blocked)) changed.add(user);
  const events: Event[] = [];
  for (const user of [...changed].slice(0, MAX_TOLD)) events.push(await settingsTold(tx, null, user));
  return events;
}

/** The person who somebody is, and all that they are elsewhere. */
async function sameAs(tx: Tx, user: Id): Promise<Id[]> {
  const person = (await tx.identityOf(user))?.person ?? user;
  return [person, ...(await tx.identitiesOf(person)).map(({ ghost }) => ghost)];
}
