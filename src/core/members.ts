/** Who is in a space or sees a room, and nicknames. */

import { Type } from "typebox";
import { record } from "./audit.ts";
import {
  heldRoles,
  rankOf,
  require,
  requireAbove,
  requireMember,
  requireRoom,
  sees,
  unhindered,
} from "./authorize.ts";
import { requireGoodName } from "./automod.ts";
import { command, fields, IdSchema } from "./command.ts";
import { Fault, notFound } from "./faults.ts";
import { memberUpdated } from "./member-update.ts";
import type { Id } from "./model/ids.ts";
import type { Room } from "./model/rooms.ts";
import type { Member, Role, Space } from "./model/spaces.ts";
import { cut } from "./page.ts";
import { findRole } from "./roles.ts";
import type { Person, Seers } from "./tx/members.ts";
import type { Tx } from "./tx/tx.ts";

/** Most members that one call gives. */
export const MAX_MEMBERS_PAGE = 200;
/** Longest nickname, and longest beginning that is looked for, in code points. */
export const MAX_NICKNAME = 64;

/**
 * Members in the order of their ids: of a space, those who see a room, or those who follow a thread; of these, those whose handle, name
 * or nickname begins with a prefix, and those with a role.
 *
 * Faults: `not_found` (space, room, role), `invalid`.
 */
export const membersGet = command(
  "read",
  fields({
    /** Of this space, where no room is given. */
    space: IdSchema,
    room: Type.Union([IdSchema, Type.Null()]),
    after: Type.Union([IdSchema, Type.Null()]),
    limit: Type.Integer({ minimum: 1, maximum: MAX_MEMBERS_PAGE }),
    prefix: Type.String(),
    role: Type.Union([IdSchema, Type.Null()]),
  }),
  async (tx, actor, { space: spaceId, room: roomId, after, limit, prefix, role }) => {
    const begins = requireNickname(prefix);
    const facts = roomId === null ? null : await tx.loadRoom(actor, roomId);
    const room = facts === null ? null : requireRoom(facts, "view", tx.now).place.room;
    if (room?.kind === "thread" && room.space !== null) {
      if (role !== null) throw notFound();
      const followers = await tx.followersOf(room.space, room.id, after ?? 0, limit + 1);
      return { reply: cut(followers, limit), events: [] };
    }
    if (room !== null && room.space === null) {
      if (role !== null) throw notFound();
      const listed = await tx.listedMembers(room.id, after ?? 0, limit + 1);
      return { reply: cut(listed, limit), events: [] };
    }
    const { space } = requireMember(await tx.loadSpace(actor, room?.space ?? spaceId));
    const roles = await tx.rolesOf(space.id);
    if (role !== null) findRole(roles, role);
    const found = await tx.membersOf(space.id, {
      after: after ?? 0,
      limit: limit + 1,
      prefix: begins,
      // Everybody has everyone's role.
      role: roles.some(({ id, position }) => id === role && position === 0) ? null : role,
      seers: room === null ? null : await seersOf(tx, room, space, roles),
    });
    return { reply: cut(found, limit), events: [] };
  },
);

/**
 * Change a nickname; "" removes it. One's own with `change_nickname`, that of somebody lower with
 * `manage_members`.
 *
 * Faults: `not_found`, `forbidden`, `invalid`.
 */
export const memberUpdate = command(
  "change",
  fields({ space: IdSchema, user: IdSchema, nickname: Type.String() }),
  async (tx, actor, { space: id, user, nickname: wished }) => {
    const { caller, space, standing } = requireMember(await tx.loadSpace(actor, id));
    const nickname = requireNickname(wished);
    require(standing, user === caller.id ? "change_nickname" : "manage_members", tx.now);
    const { member, ...target } = await loadTarget(tx, space.id, user);
    if (user !== caller.id) requireAbove(standing, rankOf(target));
    if (member.nickname === nickname) return { reply: member, events: [] };
    await requireGoodName(tx, space.id, standing, nickname);
    const changed: Member = { ...member, nickname };
    await tx.updateMember(space.id, changed);
    const event = memberUpdated(tx, actor, space.id, changed, "nickname");
    if (user === caller.id) return { reply: changed, events: [event] };
    const audit = await record(tx, actor, space, {
      action: "member_update",
      target: user,
      before: { nickname: member.nickname },
      after: { nickname },
    });
    return { reply: changed, events: [event, audit] };
  },
);

/** A member of the space. Faults: `not_found` (no such account, or no member: the same). */
export async function loadTarget(tx: Tx, space: Id, user: Id): Promise<Person & { readonly member: Member }> {
  const person = await tx.loadPerson(space, user);
  if (person === null || person.member === null) throw notFound();
  return { ...person, member: person.member };
}

/** Who sees a room of a space: decided once for each set of roles, and for those with overrides of their own. */
async function seersOf(tx: Tx, room: Room, space: Space, roles: readonly Role[]): Promise<Seers> {
  const seesAs = (user: Id, listed: readonly Id[]): boolean =>
    sees(unhindered({ user, owner: user === space.owner, roles: heldRoles(roles, listed) }), room, tx.now);
  const own = room.overrides.filter(({ of }) => of === "user").map(({ target }) => target);
  const apart = await tx.membersIn(space.id, space.owner === null ? own : [...own, space.owner]);
  const seeing = apart.filter((member) => seesAs(member.user.id, member.roles)).map(({ user }) => user.id);
  return {
    roleSets: (await tx.roleSetsOf(space.id)).filter((set) => seesAs(0, JSON.parse(set) as Id[])),
    users: seeing,
    except: apart.map(({ user }) => user.id).filter((id) => !seeing.includes(id)),
  };
}

/** A nickname as it is stored; "" for none. Faults: `invalid`. */
export function requireNickname(text: string): string {
  const trimmed = text.normalize("NFC").trim();
  if ([...trimmed].length > MAX_NICKNAME || /\p{Cc}/u.test(trimmed))
    throw new Fault("invalid", `A nickname has at most ${MAX_NICKNAME} characters and no control characters`);
  return trimmed;
}
