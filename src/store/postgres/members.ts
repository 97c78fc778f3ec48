/** Members of spaces in PostgreSQL. Each function runs inside the caller's transaction. */

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
    and (?4 = '' or u.handle like ?5 escape '\\' or u.name ilike ?4 escape '\\' or m.nickname ilike ?4 escape '\\')
    and not exists (select 1 from identity i where i.ghost = m.user)
    and (?6::bigint is null or exists (select 1 from ids_of(m.roles) where value = ?6))`;
  type Page = [Id, Id, number, string, string, Id | null];
  const some = db.prepare<MemberRow, Page>(`${page} order by m.user limit ?3`);
  const someSeers = db.prepare<MemberRow, [...Page, string, string, string]>(
    `${page} and m.user not in (select value from ids_of(?9))
       and (m.roles = any(array(select value from texts_of(?7))) or m.user = any(array(select value from ids_of(?8))))
     order by m.user limit ?3`,
  );
  const byIds = db.prepare<MemberRow, [Id, string]>(
    `${MEMBER} where m.space = ? and m.user = any(array(select value from ids_of(?))) order by m.user`,
  );
  const one = db.prepare<MemberRow, [Id, Id]>(`${MEMBER} where m.space = ? and m.user = ?`);
  const person = db.prepare<UserRow & { owns: number }, [Id, Id]>(
    `select ${USER},
       coalesce((select owner from space where id = ?) = u.id, false) as owns from user u where u.id = ?`,
  );
  const roleSets = db.prepare<{ roles: string }, [Id]>(`select distinct roles from member where space = ?`);
  const listed = db.prepare<ProfileRow & { joined: number }, [Id, Id, number]>(
    `select ${PROFILE}, d.joined from room_member d join user u on u.id = d.user
     where d.room = ? and d.user > ? order by d.user limit ?`,
  );

  const findMember = async (space: Id, user: Id): Promise<Member | null> => {
    const row = await one.get(space, user);
    return row === null ? null : toMember(row);
  };

  const count = db.prepare<{ count: number }, [Id]>(`select count(*) as count from member where space = ?`);
  const administrators = db.prepare<{ user: Id }, [Id, Id, Id, number]>(
    `select owner as user from space where id = ? and owner is not null
     union
     select user from member where space = ? and exists (
       select 1 from ids_of(member.roles) held where held.value in (
         select r.id from role r, texts_of(r.permissions) p where r.space = ? and p.value = 'administrator'
       )
     ) limit ?`,
  );
  return {
    async addMember(space, user, roles, at) {
      await add.run(space, user, at, JSON.stringify(roles));
      await forgetDeparted.run(space, user);
      await begin.run(user, space);
    },
    async removeMember(space, user) {
      await depart.run(space, user);
      await unfollow.run(user, space);
      await remove.run(space, user);
    },
    async updateMember(space, { user, roles, nickname, timeoutUntil }) {
      await update.run(JSON.stringify(roles), nickname, timeoutUntil, space, user.id);
    },
    async membersOf(space, { after, limit, prefix, role, seers }) {
      const begins = prefix === "" ? "" : `${prefix.replaceAll(/[\\%_]/g, "\\$&")}%`;
      const wanted: Page = [space, after, limit, begins, begins.normalize("NFC").toLowerCase(), role];
      if (seers === null) return (await some.all(...wanted)).map(toMember);
      const { roleSets, users, except } = seers;
      return (
        await someSeers.all(
          ...wanted,
          JSON.stringify(roleSets),
          JSON.stringify(users),
          JSON.stringify(except),
        )
      ).map(toMember);
    },
    membersIn: async (space, users) => (await byIds.all(space, JSON.stringify(users))).map(toMember),
    countMembers: async (space) => (await count.get(space))?.count ?? 0,
    findMember,
    async loadPerson(space, id) {
      const row = await person.get(space, id);
      if (row === null) return null;
      const member = await findMember(space, id);
      const roles = member === null ? [] : heldRoles(await rolesOf(space), member.roles);
      return { user: toUser(row), member, roles, owner: row.owns === 1 };
    },
    administratorsOf: async (space, limit) =>
      (await administrators.all(space, space, space, limit)).map(({ user }) => user),
    roleSetsOf: async (space) => (await roleSets.all(space)).map(({ roles }) => roles),
    listedMembers: async (room, after, limit) =>
      (await listed.all(room, after, limit)).map(({ joined, ...user }) => ({
        user: toProfile(user),
        roles: [],
        nickname: "",
        joined,
        timeoutUntil: 0,
      })),
  };
};
