/** Bans from a space, by account: of members and of others, for a time or for ever. */

import { Type } from "typebox";
import { MAX_REASON, record, requireReason } from "./audit.ts";
import { rankOf, requireAbove, requireSpace } from "./authorize.ts";
import { command, fields, happened, IdSchema } from "./command.ts";
import { timerSet } from "./events/signals.ts";
import type { Happening } from "./events.ts";
import { Fault, notFound } from "./faults.ts";
import { depart } from "./leaving.ts";
import type { Id, Millis } from "./model/ids.ts";
import type { Ban } from "./model/moderation.ts";
import type { User } from "./model/users.ts";
import { cut } from "./page.ts";
import { beginPurge, MAX_PURGE } from "./purge.ts";
import type { Tx } from "./tx/tx.ts";
import { refOf } from "./user-refs.ts";

/** Most bans that one call gives. */
export const MAX_BANS_PAGE = 200;

/**
 * Ban an account until a time (0 = for ever); a second ban replaces the first. A member ceases to be one, and
 * so do the bots that the account answers for, whatever their roles.
 *
 * Faults: `not_found` (space, account), `forbidden`, `invalid`.
 */
export const banAdd = command(
  "change",
  fields({
    space: IdSchema,
    user: IdSchema,
    reason: Type.String({ maxLength: MAX_REASON * 2 }),
    until: Type.Integer({ minimum: 0 }),
    /** What they wrote in this last time is deleted too, in milliseconds; absent or 0: nothing. */
    deleteMessages: Type.Optional(Type.Integer({ minimum: 0, maximum: MAX_PURGE })),
  }),
  async (tx, actor, { space: id, user, until, deleteMessages = 0, ...input }) => {
    const { caller, space, standing } = requireSpace(await tx.loadSpace(actor, id), "ban", tx.now);
    const reason = requireReason(input.reason);
    if (until !== 0 && until <= tx.now) throw new Fault("invalid", "A ban ends in the future, or never (0)");
    const person = await tx.loadPerson(id, user);
    if (person === null) throw notFound();
    requireAbove(standing, rankOf(person));
    await tx.putBan(id, { user, by: caller.id, reason, at: tx.now, until });
    if (until === 0) await tx.clearTimer("ban_end", id, user);
    else await tx.setTimer({ kind: "ban_end", subject: id, user, due: until });
    const ban: Ban = { user: refOf(person.user), by: refOf(caller), reason, at: tx.now, until };
    const after = deleteMessages === 0 ? { until } : { until, delete_messages_ms: deleteMessages };
    const events: Happening[] = [
      { ...happened(tx, actor, space.staff), type: "ban_update", user, banned: true },
      await record(tx, actor, space, { action: "ban_add", target: user, after, reason }),
    ];
    if (until !== 0) events.push(timerSet(until));
    const banned = [person.user, ...(await tx.botsOf(user))];
    for (const account of banned)
      if ((await tx.findMember(id, account.id)) !== null)
        events.push(...(await depart(tx, actor, id, refOf(account), "banned")));
    if (deleteMessages > 0) events.push(...(await beginPurge(tx, id, user, caller.id, deleteMessages)));
    return { reply: ban, events };
  },
);

/** Lift a ban. Faults: `not_found` (space, ban), `forbidden`, `invalid`. */
export const banRemove = command(
  "change",
  fields({ space: IdSchema, user: IdSchema, reason: Type.String({ maxLength: MAX_REASON * 2 }) }),
  async (tx, actor, { space: id, user, ...input }) => {
    const { space } = requireSpace(await tx.loadSpace(actor, id), "ban", tx.now);
    const reason = requireReason(input.reason);
    const ban = await tx.findBan(id, user, tx.now);
    if (ban === null) throw notFound();
    await tx.deleteBan(id, user);
    await tx.clearTimer("ban_end", id, user);
    const events: Happening[] = [
      { ...happened(tx, actor, space.staff), type: "ban_update", user, banned: false },
      await record(tx, actor, space, {
        action: "ban_remove",
        target: user,
        before: { until: ban.until },
        reason,
      }),
    ];
    return { reply: null, events };
  },
);

/** A ban's time is over. */
export async function endBan(tx: Tx, id: Id, user: Id, until: Millis): Promise<readonly Happening[]> {
  const space = await tx.spaceById(id);
  const ban = await tx.findBan(id, user, until - 1);
  if (space === null || ban?.until !== until) return [];
  await tx.deleteBan(id, user);
  return [{ ...happened(tx, null, space.staff), type: "ban_update", user, banned: false }];
}

/** The bans of a space, in the order of the users' ids. Faults: `not_found`, `forbidden`. */
export const bansGet = command(
  "read",
  fields({
    space: IdSchema,
    after: Type.Union([IdSchema, Type.Null()]),
    limit: Type.Integer({ minimum: 1, maximum: MAX_BANS_PAGE }),
  }),
  async (tx, actor, { space: id, after, limit }) => {
    const { space } = requireSpace(await tx.loadSpace(actor, id), "ban", tx.now);
    return { reply: cut(await tx.bansOf(space.id, tx.now, after ?? 0, limit + 1), limit), events: [] };
  },
);

/** For every way into a space; a bot is banned with its owner. Faults: `banned`. */
export async function requireNotBanned(tx: Tx, space: Id, { id, owner }: User): Promise<void> {
  const ban = await tx.findBan(space, id, tx.now);
  const owners = owner === null ? null : await tx.findBan(space, owner, tx.now);
  if (ban !== null || owners !== null) throw new Fault("banned", "You are banned here");
}

/** Who is banned from the default space and in no other has nowhere to be. Faults: `banned`. */
export async function requireWelcome(tx: Tx, user: User): Promise<void> {
  const { id } = await tx.defaultSpace();
  if ((await tx.spacesOf(user.id)).some((space) => space !== id)) return;
  await requireNotBanned(tx, id, user);
}
