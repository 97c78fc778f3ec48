/** Roles in SQLite. Each function runs inside the caller's transaction. */

import type { Id } from "../../core/model/ids.ts";
import type { Role } from "../../core/model/spaces.ts";
import type { Tx } from "../../core/tx/tx.ts";
import type { PlannedDatabase } from "./planned.ts";
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
  exclusive: number;
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

/** What `roleReader` asks. */
export const ROLES = `select id, name, position, permissions, color, hoisted, mentionable, self_assignable, category,
  exclusive from role where space = ? order by position desc, id`;

/** The roles of a space, highest first. */
export function roleReader(db: PlannedDatabase): (space: Id) => readonly Role[] {
  const select = db.prepare<RoleRow, [Id]>(ROLES);
  const permissionsOf = recurringJson<readonly string[]>();
  return db.steady([ROLES], (space: Id) =>
    select
      .all(space)
      .map(
        ({
          id,
          name,
          position,
          permissions,
          color,
          hoisted,
          mentionable,
          self_assignable,
          category,
          exclusive,
        }) => ({
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
          exclusive: exclusive === 1,
        }),
      ),
  );
}

/** The roles that a member has: those listed, and everyone's (position 0). */
export function heldRoles(roles: readonly Role[], listed: string): readonly Role[] {
  if (listed === "[]") return roles.filter((role) => role.position === 0);
  const ids = new Set(JSON.parse(listed) as Id[]);
  return roles.filter((role) => role.position === 0 || ids.has(role.id));
}

type Roles = Pick<Tx, "rolesOf" | "insertRole" | "updateRole" | "deleteRole">;

export const roles: Part<Roles> = (db) => {
  const insert = db.prepare(
    `insert into role (name, position, permissions, color, hoisted, mentionable, self_assignable, category, exclusive, id, space)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const update = db.prepare(
    `update role set name = ?, position = ?, permissions = ?, color = ?, hoisted = ?, mentionable = ?,
       self_assignable = ?, category = ?, exclusive = ? where id = ?`,
  );
  const remove = db.prepare(`delete from role where id = ?`);
  const takeFromMembers = db.prepare(
    `update member set roles = (select json_group_array(value) from json_each(roles) where value <> ?1)
     where space = ?2 and exists (select 1 from json_each(roles) where value = ?1)`,
  );
  const columns = (role: Role) =>
    [
      role.name,
      role.position,
      JSON.stringify(role.permissions),
      role.color,
      role.hoisted ? 1 : 0,
      role.mentionable ? 1 : 0,
      role.selfAssignable ? 1 : 0,
      role.category,
      role.exclusive ? 1 : 0,
    ] as const;
  return {
    rolesOf: roleReader(db),
    insertRole(role) {
      insert.run(...columns(role), role.id, role.space);
    },
    updateRole(role) {
      update.run(...columns(role), role.id);
    },
    deleteRole({ id, space }) {
      takeFromMembers.run(id, space);
      remove.run(id);
    },
  };
};
