/** Invites into a space. */

import { Type } from "typebox";
import { record } from "./audit.ts";
import { may, rankOf, requireCaller, requireHeld, requireMember, requireSpace } from "./authorize.ts";
import { requireNotBanned } from "./bans.ts";
import { command, fields, happened, IdSchema } from "./command.ts";
import type { Event, Happening } from "./events.ts";
import { Fault, notFound } from "./faults.ts";
import type { Id, Millis } from "./model/ids.ts";
import type { Invite, Space } from "./model/spaces.ts";
import type { User } from "./model/users.ts";
import { requirePermissions } from "./permissions.ts";
import { followSpaceFor } from "./push-devices.ts";
import type { Tx } from "./tx/tx.ts";
import { refOf } from "./user-refs.ts";

/** Most invites of a space that can still be used. */
export const MAX_INVITES = 1_000;

/** Most spaces that one account is in. */
export const MAX_JOINED_SPACES = 200;

/** Most invites that one call gives. */
export const MAX_INVITES_PAGE = 200;

const MAX_INVITE_ROLES = 20;

/** Make an invite; its roles stand below the maker's own. Faults: `forbidden`, `invalid`, `limit_reached`. */
export const inviteCreate = command(
  "change",
  fields({
    space: IdSchema,
    maxUses: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
    expires: Type.Integer({ minimum: 0 }),
    roles: Type.Array(IdSchema, { maxItems: MAX_INVITE_ROLES }),
  }),
  async (tx, actor, input) => {
    const facts = await tx.loadSpace(actor, input.space);
    const { caller, space, standing } = requireSpace(facts, "create_invite", tx.now);
    if (input.expires !== 0 && input.expires <= tx.now)
      throw new Fault("invalid", "The invite would have ended already");
    if (input.roles.length > 0) {
      const all = await tx.rolesOf(space.id);
      const rank = rankOf(standing);
      const grantable = (id: Id): boolean =>
        all.some((role) => role.id === id && role.position > 0 && role.position < rank);
      if (!may(standing, "manage_roles", tx.now) || !input.roles.every(grantable)) {
        throw new Fault("forbidden", "An invite grants roles below your own, if you may give roles");
      }
      const granted = all.filter(({ id }) => input.roles.includes(id));
      requireHeld(standing, requirePermissions(granted.flatMap(({ permissions }) => permissions)), tx.now);
    }
    if ((await tx.countInvites(space.id)) >= MAX_INVITES) {
      throw new Fault("limit_reached", `A space has at most ${MAX_INVITES} invites`);
    }
    const invite: Invite = {
      id: tx.newId(),
      space: space.id,
      code: tx.newCode(),
      creator: refOf(caller),
      roles: input.roles,
      uses: 0,
      maxUses: input.maxUses,
      expires: input.expires,
      created: tx.now,
    };
    await tx.insertInvite(invite);
    const event = inviteChanged(tx, space, invite.id, false);
    if (invite.roles.length === 0) return { reply: invite, events: [event] };
    const act = { action: "invite_create", target: invite.id, after: { roles: invite.roles } } as const;
    return { reply: invite, events: [event, await record(tx, actor, space, act)] };
  },
);

/** The invites of a space, newest first; without `manage_invites` only one's own. */
export const invitesGet = command(
  "read",
  fields({
    space: IdSchema,
    before: Type.Union([IdSchema, Type.Null()]),
    limit: Type.Integer({ minimum: 1, maximum: MAX_INVITES_PAGE }),
  }),
  async (tx, actor, { space: id, before, limit }) => {
    const { caller, standing } = requireMember(await tx.loadSpace(actor, id));
    const creator = may(standing, "manage_invites", tx.now) ? null : caller.id;
    return { reply: await tx.invitesOf(id, creator, before ?? Number.MAX_SAFE_INTEGER, limit), events: [] };
  },
);

/** Withdraw an invite: one's own, or any with `manage_invites`. Faults: `not_found`. */
export const inviteDelete = command("change", fields({ invite: IdSchema }), async (tx, actor, input) => {
  const invite = await tx.findInvite(input.invite);
  const facts = await tx.loadSpace(actor, invite?.space ?? 0);
  const { caller, space, standing } = requireMember(facts);
  const own = invite?.creator.id === caller.id;
  if (invite === null || (!own && !may(standing, "manage_invites", tx.now))) throw notFound();
  await tx.deleteInvite(invite.id);
  const event = inviteChanged(tx, space, invite.id, true);
  if (own) return { reply: null, events: [event] };
  const act = { action: "invite_delete", target: invite.id, before: { creator: invite.creator.id } } as const;
  return { reply: null, events: [event, await record(tx, actor, space, act)] };
});

/** Join a space by an invite's code. Faults: `bad_invite`, `banned`. */
export const inviteUse = command(
  "change",
  fields({ code: Type.String({ minLength: 1, maxLength: 100 }) }),
  async (tx, actor, { code }) => {
    const caller = requireCaller(await tx.callerOf(actor));
    const { invite, events } = await takeInvite(tx, code);
    return {
      reply: { space: invite.space },
      events: [...events, ...(await joinSpace(tx, invite.space, caller, invite.roles))],
    };
  },
);

/** Counts a use of the invite. Faults: `bad_invite` when it is unknown, used up or over. */
export async function takeInvite(tx: Tx, code: string): Promise<{ invite: Invite; events: Event[] }> {
  const invite = await tx.inviteByCode(code);
  if (invite === null || !isOpen(invite, tx.now)) throw badInvite();
  const usedUp = invite.maxUses > 0 && invite.uses + 1 >= invite.maxUses;
  if (usedUp) await tx.deleteInvite(invite.id);
  else await tx.countInviteUse(invite.id);
  const space = await tx.spaceById(invite.space);
  return { invite, events: space === null ? [] : [inviteChanged(tx, space, invite.id, usedUp)] };
}

export function isOpen({ expires, uses, maxUses }: Invite, now: Millis): boolean {
  return (expires === 0 || expires > now) && (maxUses === 0 || uses < maxUses);
}

export function badInvite(): Fault {
  return new Fault("bad_invite", "The invite is unknown, used up or over");
}

/**
 * Makes somebody a member, with roles; nothing happens when they are one.
 *
 * Faults: `banned`, `forbidden` (locked down), `limit_reached`.
 */
export async function joinSpace(tx: Tx, space: Id, user: User, roles: readonly Id[]): Promise<Happening[]> {
  if ((await tx.findMember(space, user.id)) !== null) return [];
  await requireNotBanned(tx, space, user);
  const joined = await tx.spaceById(space);
  if (joined === null) throw notFound();
  if (joined.lockedDown && joined.owner !== user.id)
    throw new Fault("forbidden", "The space is locked down: nobody joins at the moment");
  if ((await tx.spacesOf(user.id)).length >= MAX_JOINED_SPACES)
    throw new Fault("limit_reached", `Nobody is in more than ${MAX_JOINED_SPACES} spaces`);
  await tx.addMember(space, user.id, roles, tx.now);
  const member = await tx.findMember(space, user.id);
  const base = { space, room: null, user: refOf(user), member };
  return [
    { ...happened(tx, null, space), type: "member_join", ...base },
    { ...happened(tx, null, user.id), type: "space_join", space: joined },
    ...(await followSpaceFor(tx, user.id, space)),
  ];
}

function inviteChanged(tx: Tx, space: Space, invite: Id, deleted: boolean): Event {
  return { ...happened(tx, null, space.staff), type: "invite_update", invite, deleted };
}
