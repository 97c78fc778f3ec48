/** What people do for themselves, and bots do not. */

import { requireCaller } from "./authorize.ts";
import { Fault } from "./faults.ts";
import type { Actor, User } from "./model/users.ts";
import type { Tx } from "./tx/tx.ts";

/** The caller, when it is a person: what concerns the account itself is no bot's. Faults: `forbidden`. */
export async function requirePerson(tx: Tx, actor: Actor): Promise<User> {
  const caller = requireCaller(await tx.callerOf(actor));
  if (caller.bot) throw new Fault("forbidden", "A bot may not do this");
  return caller;
}
