/** Timeouts: a member may read and nothing else, for a while. */

import { Type } from "typebox";
import { MAX_REASON, record, requireReason } from "./audit.ts";
import { rankOf, requireAbove, requireSpace } from "./authorize.ts";
import { command, fields, IdSchema } from "./command.ts";
import { timerSet } from "./events/signals.ts";
import type { Happening } from "./events.ts";
import { Fault } from "./faults.ts";
import { memberUpdated } from "./member-update.ts";
import { loadTarget } from "./members.ts";
import type { Id } from "./model/ids.ts";
import type { Tx } from "./tx/tx.ts";

/** Longest timeout, in milliseconds. */
export const MAX_TIMEOUT = 28 * 24 * 3_600_000;

/** Silence a member until a time; 0 ends that. Faults: `not_found`, `forbidden`, `invalid`. */
export const timeoutSet = command(
  "change",
  fields({
    space: IdSchema,
    user: IdSchema,
    until: Type.Integer({ minimum: 0 }),
    reason: Type.String({ maxLength: MAX_REASON * 2 }),
  }),
  async (tx, actor, { space: id, user, until, ...input }) => {
    const { space, standing } = requireSpace(await tx.loadSpace(actor, id), "timeout", tx.now);
    const reason = requireReason(input.reason);
    if (until !== 0 && (until <= tx.now || until > tx.now + MAX_TIMEOUT))
      throw new Fault("invalid", "A timeout ends within 28 days, or now (0)");
    const { member, ...target } = await loadTarget(tx, space.id, user);
    requireAbove(standing, rankOf(target));
    if (member.timeoutUntil === until) return { reply: member, events: [] };
    const changed = { ...member, timeoutUntil: until };
    await tx.updateMember(space.id, changed);
    if (until === 0) await tx.clearTimer("timeout_end", space.id, user);
    else await tx.setTimer({ kind: "timeout_end", subject: space.id, user, due: until });
    const audit = await record(tx, actor, space, {
      action: "timeout_set",
      target: user,
      before: { timeout_until: member.timeoutUntil },
      after: { timeout_until: until },
      reason,
    });
    const wake = until === 0 ? [] : [timerSet(until)];
    return {
      reply: changed,
      events: [memberUpdated(tx, actor, space.id, changed, "timeout"), audit, ...wake],
    };
  },
);

/** A timeout's time is over. */
export async function endTimeout(tx: Tx, space: Id, user: Id): Promise<readonly Happening[]> {
  const member = await tx.findMember(space, user);
  if (member === null || member.timeoutUntil === 0 || member.timeoutUntil > tx.now) return [];
  const changed = { ...member, timeoutUntil: 0 };
  await tx.updateMember(space, changed);
  return [memberUpdated(tx, null, space, changed, "timeout")];
}
