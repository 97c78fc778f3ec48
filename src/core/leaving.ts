/** The end of a membership: leaving, and being removed. */

import { Type } from "typebox";
import { MAX_REASON, record, requireReason } from "./audit.ts";
import { rankOf, requireAbove, requireMember, requireSpace } from "./authorize.ts";
import { command, fields, happened, IdSchema } from "./command.ts";
import type { LeaveReason } from "./events/spaces.ts";
import type { Happening } from "./events.ts";
import { Fault } from "./faults.ts";
import { endIdentities } from "./identities.ts";
import { loadTarget } from "./members.ts";
import type { Id } from "./model/ids.ts";
import type { Actor, UserRef } from "./model/users.ts";
import { dropAllowed } from "./overrides.ts";
import { withdrawAll } from "./slash-offers.ts";
import type { Tx } from "./tx/tx.ts";
import { refOf } from "./user-refs.ts";

/** Leave a space. Its owner has to pass it on before. Faults: `not_found`, `forbidden`. */
export const spaceLeave = command("change", fields({ space: IdSchema }), async (tx, actor, { space: id }) => {
  const { caller, space, standing } = requireMember(await tx.loadSpace(actor, id));
  if (standing.owner) throw new Fault("forbidden", "The owner passes the space on before leaving it");
  return { reply: null, events: await depart(tx, actor, space.id, refOf(caller), "left") };
});

/** Remove a member, who may come back. Faults: `not_found`, `forbidden`, `invalid`. */
export const kick = command(
  "change",
  fields({ space: IdSchema, user: IdSchema, reason: Type.String({ maxLength: MAX_REASON * 2 }) }),
  async (tx, actor, { space: id, user, ...input }) => {
    const { space, standing } = requireSpace(await tx.loadSpace(actor, id), "kick", tx.now);
    const reason = requireReason(input.reason);
    const target = await loadTarget(tx, space.id, user);
    requireAbove(standing, rankOf(target));
    const audit = await record(tx, actor, space, { action: "kick", target: user, reason });
    const departure = await depart(tx, actor, space.id, refOf(target.user), "kicked");
    return { reply: null, events: [audit, ...departure] };
  },
);

/**
 * Ends a membership and all sessions that stand on it; none of them can be resumed. Overrides that allowed
 * something to the user go, those that denied something stay, and so does a timeout.
 */
export async function depart(
  tx: Tx,
  actor: Actor,
  space: Id,
  user: UserRef,
  reason: LeaveReason,
): Promise<Happening[]> {
  const withdrawn = await withdrawAll(tx, actor, space, user.id);
  const released = await endIdentities(tx, space, user.id);
  await tx.removeMember(space, user.id);
  await tx.deleteSessionsOf(user.id, space);
  const left = {
    ...happened(tx, actor, space),
    type: "member_leave",
    space,
    room: null,
    user,
    reason,
  } as const;
  return [
    ...(await dropAllowed(tx, actor, space, user.id)),
    ...released,
    left,
    ...withdrawn,
    { ...happened(tx, actor, user.id), type: "space_leave", space },
    { type: "membership_end", space, user: user.id, reason },
  ];
}
