/** Members of spaces in SQLite. Each function runs inside the caller's transaction. */

import { heldRoles } from "../../core/authorize.ts";
import type { Id } from "../../core/model/ids.ts";
import type { Member } from "../../core/model/spaces.ts";
import type { Tx } from "../../core/tx/tx.ts";
import { PROFILE, type ProfileRow, toProfile, toUser, USER, type UserRow } from "./accounts.ts";
import { roleReader } from "./roles.ts";
import type { Part } from "./tx.ts";

export interface MemberRow extends ProfileRow {
  roles: string;
  nickname: string;
  joined: number;
  timeoutUntil: number;
}

export function toMember({ roles, nickname, joined, timeoutUntil, ...user }: MemberRow): Member {
  return { user: toProfile(user), roles: JSON.parse(roles) as Id[], nickname, joined, timeoutUntil };
}

type Members = Pick<
  Tx,
  | "addMember"
  | "removeMember"
  | "updateMember"
  | "membersOf"
  | "membersIn"
  | "countMembers"
  | "findMember"
  | "loadPerson"
  | "roleSetsOf"
  | "administratorsOf"
  | "listedMembers"
>;

export const MEMBER = `select ${PROFILE}, m.roles, m.nickname, m.joined,
  m.timeout_until as timeoutUntil from member m join user u on u.id = m.user`;

export const members: Part<Members> = (db) => {
  const rolesOf = roleReader(db);
  const add = db.prepare(
    `insert into member (space, user, roles, joined, timeout_until) values (?1, ?2, ?4, ?3,
       coalesce((select timeout_until from departed where space = ?1 and user = ?2), 0))`,
  );
  // Who comes anew has read nothing and missed nothing; who comes back goes on from there.
  const begin = db.prepare(
    `insert into receipt (room, user, since) select r.id, ?, c.n from room r join counter c on c.id = r.id
     where r.space = ? and r.kind <> 'thread' on conflict (room, user) do update set since = excluded.since`,
  );
  const forgetDeparted = db.prepare(`delete from departed where space = ? and user = ?`);
  const depart = db.prepare(
    `insert into departed (space, user, timeout_until)
     select space, user, timeout_until from member where space = ? and user = ? and timeout_until > 0`,
  );
  const unfollow = db.prepare(
    `delete from thread_member where user = ? and exists (
       select 1 from room r where r.id = thread_member.room and r.space = ?)`,
  );
  const remove = db.prepare(`delete from member where space = ? and user = ?`);
  const update = db.prepare(
    `update member set roles = ?, nickname = ?, timeout_until = ? where space = ? and user = ?`,
  );
  const page = `${MEMBER} where m.space = ?1 and m.user > ?2
    and (?4 = '' or u.handle like ?5 escape '\\' or u.name like ?4 escape '\\' or m.nickname like ?4 escape '\\')
    and not exists (select 1 from identity i where i.ghost = m.user)
    and (?6 is null or exists (select 1 from json_each(m.roles) where value = ?6))`;
  type Page = [Id, Id, number, string, string, Id | null];
  const some = db.prepare<MemberRow, Page>(`${page} order by m.user limit ?3`);
  const someSeers = db.prepare<MemberRow, [...Page, string, string, string]>(
    `${page} and m.user not in (select value from json_each(?9))
       and (m.roles in (select value from json_each(?7)) or m.user in (select value from json_each(?8)))
     order by m.user limit ?3`,
  );
  const byIds = db.prepare<MemberRow, [Id, string]>(
    `${MEMBER} where m.space = ? and m.user in (select value from json_each(?)) order by m.user`,
  );
  const one = db.prepare<MemberRow, [Id, Id]>(`${MEMBER} where m.space = ? and m.user = ?`);
  const person = db.prepare<UserRow & { owns: number }, [Id, Id]>(
    `select ${USER},
       coalesce((select owner from space where id = ?) = u.id, 0) as owns from user u where u.id = ?`,
  );
  const roleSets = db.prepare<{ roles: string }, [Id]>(`select distinct roles from member where space = ?`);
  const listed = db.prepare<ProfileRow & { joined: number }, [Id, Id, number]>(
    `select ${PROFILE}, d.joined from room_member d join user u on u.id = d.user
     where d.room = ? and d.user > ? order by d.user limit ?`,
  );

  const findMember = (space: Id, user: Id): Member | null => {
    const row = one.get(space, user);
    return row === null ? null : toMember(row);
  };

  const count = db.prepare<{ count: number }, [Id]>(`select count(*) as count from member where space = ?`);
  const administrators = db.prepare<{ user: Id }, [Id, Id, Id, number]>(
    `select owner as user from space where id = ? and owner is not null
     union
     select user from member where space = ? and exists (
       select 1 from json_each(member.roles) held where held.value in (
         select r.id from role r, json_each(r.permissions) p where r.space = ? and p.value = 'administrator'
       )
     ) limit ?`,
  );
  return {
    addMember(space, user, roles, at) {
      add.run(space, user, at, JSON.stringify(roles));
      forgetDeparted.run(space, user);
      begin.run(user, space);
    },
    removeMember(space, user) {
      depart.run(space, user);
      unfollow.run(user, space);
      remove.run(space, user);
    },
    updateMember(space, { user, roles, nickname, timeoutUntil }) {
      update.run(JSON.stringify(roles), nickname, timeoutUntil, space, user.id);
    },
    membersOf(space, { after, limit, prefix, role, seers }) {
      const begins = prefix === "" ? "" : `${prefix.replaceAll(/[\\%_]/g, "\\$&")}%`;
      const wanted: Page = [space, after, limit, begins, begins.normalize("NFC").toLowerCase(), role];
      if (seers === null) return some.all(...wanted).map(toMember);
      const { roleSets, users, except } = seers;
      return someSeers
        .all(...wanted, JSON.stringify(roleSets), JSON.stringify(users), JSON.stringify(except))
        .map(toMember);
    },
    membersIn: (space, users) => byIds.all(space, JSON.stringify(users)).map(toMember),
    countMembers: (space) => count.get(space)?.count ?? 0,
    findMember,
    loadPerson(space, id) {
      const row = person.get(space, id);
      if (row === null) return null;
      const member = findMember(space, id);
      const roles = member === null ? [] : heldRoles(rolesOf(space), member.roles);
      return { user: toUser(row), member, roles, owner: row.owns === 1 };
    },
    administratorsOf: (space, limit) =>
      administrators.all(space, space, space, limit).map(({ user }) => user),
    roleSetsOf: (space) => roleSets.all(space).map(({ roles }) => roles),
    listedMembers: (room, after, limit) =>
      listed.all(room, after, limit).map(({ joined, ...user }) => ({
        user: toProfile(user),
        roles: [],
        nickname: "",
        joined,
        timeoutUntil: 0,
      })),
  };
};
