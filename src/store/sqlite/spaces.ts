/** Spaces, roles and members in SQLite. Each function runs inside the caller's transaction. */

import type { Database } from "bun:sqlite";
import type { Id, Member, Role, Space } from "../../core/model.ts";
import type { Tx } from "../../core/tx/tx.ts";
import { callerLoader, toUser, USER, type UserRow } from "./accounts.ts";
import type { Part } from "./tx.ts";

interface RoleRow {
  id: Id;
  name: string;
  position: number;
  permissions: string;
  color: number;
  hoisted: number;
  mentionable: number;
  self_assignable: number;
  category: string;
}

/** Parses JSON texts that recur, by their text, so that nothing can be stale. */
export function recurringJson<T>(): (text: string) => T {
  const parsed = new Map<string, T>();
  return (text) => {
    const known = parsed.get(text);
    if (known !== undefined) return known;
    if (parsed.size > 1_000) parsed.clear();
    const value = JSON.parse(text) as T;
    parsed.set(text, value);
    return value;
  };
}

/** The roles of a space, highest first. */
export function roleReader(db: Database): (space: Id) => Role[] {
  const select = db.prepare<RoleRow, [Id]>(
    `select id, name, position, permissions, color, hoisted, mentionable, self_assignable, category
     from role where space = ? order by position desc, id`,
  );
  const permissionsOf = recurringJson<readonly string[]>();
  return (space) =>
    select
      .all(space)
      .map(({ id, name, position, permissions, color, hoisted, mentionable, self_assignable, category }) => ({
        id,
        space,
        name,
        position,
        permissions: permissionsOf(permissions),
        color,
        hoisted: hoisted === 1,
        mentionable: mentionable === 1,
        selfAssignable: self_assignable === 1,
        category,
      }));
}

/** The roles that a member has: those listed, and everyone's (position 0). */
export function heldRoles(roles: readonly Role[], listed: string): Role[] {
  if (listed === "[]") return roles.filter((role) => role.position === 0);
  const ids = new Set(JSON.parse(listed) as Id[]);
  return roles.filter((role) => role.position === 0 || ids.has(role.id));
}

interface MemberRow extends UserRow {
  roles: string;
  nickname: string;
  joined: number;
  timeoutUntil: number;
}

function toMember({ roles, nickname, joined, timeoutUntil, ...user }: MemberRow): Member {
  return { user: toUser(user), roles: JSON.parse(roles) as Id[], nickname, joined, timeoutUntil };
}

type Spaces = Pick<
  Tx,
  | "loadSpace"
  | "spaceById"
  | "rolesOf"
  | "defaultSpace"
  | "setOwner"
  | "addMember"
  | "membersOf"
  | "findMember"
>;

export const spaces: Part<Spaces> = (db) => {
  const loadCaller = callerLoader(db);
  const rolesOf = roleReader(db);
  const space = `select id, name, slug, owner, default_room as defaultRoom, staff from space`;
  const spaceById = db.prepare<Space, [Id]>(`${space} where id = ?`);
  const firstSpace = db.prepare<Space, []>(`${space} order by id limit 1`);
  const membership = db.prepare<{ roles: string; timeoutUntil: number }, [Id, Id]>(
    `select roles, timeout_until as timeoutUntil from member where space = ? and user = ?`,
  );
  const setOwner = db.prepare(`update space set owner = ? where id = ?`);
  const addMember = db.prepare(`insert into member (space, user, roles, joined) values (?, ?, ?, ?)`);
  const member = `select ${USER}, m.roles, m.nickname, m.joined,
    m.timeout_until as timeoutUntil from member m join user u on u.id = m.user`;
  const members = db.prepare<MemberRow, [Id, Id, number]>(
    `${member} where m.space = ? and m.user > ? order by m.user limit ?`,
  );
  const oneMember = db.prepare<MemberRow, [Id, Id]>(`${member} where m.space = ? and m.user = ?`);
  return {
    loadSpace(actor, id) {
      const found = membership.get(id, actor.user);
      const loaded = loadCaller(actor);
      return {
        caller: loaded?.user ?? null,
        scopes: loaded?.scopes ?? null,
        space: spaceById.get(id),
        member: found !== null,
        roles: found === null ? [] : heldRoles(rolesOf(id), found.roles),
        timeoutUntil: found === null ? 0 : found.timeoutUntil,
      };
    },
    rolesOf,
    spaceById: (id) => spaceById.get(id),
    defaultSpace() {
      const found = firstSpace.get();
      if (found === null) throw new Error("The database has no space");
      return found;
    },
    setOwner(id, user) {
      setOwner.run(user, id);
    },
    addMember(id, user, roles, at) {
      addMember.run(id, user, JSON.stringify(roles), at);
    },
    membersOf: (id, after, limit) => members.all(id, after, limit).map(toMember),
    findMember(id, user) {
      const row = oneMember.get(id, user);
      return row === null ? null : toMember(row);
    },
  };
};
