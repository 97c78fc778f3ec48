/** Spaces in SQLite. Each function runs inside the caller's transaction. */

import type { Id } from "../../core/model/ids.ts";
import type { Space } from "../../core/model/spaces.ts";
import type { Tx } from "../../core/tx/tx.ts";
import { callerLoader } from "./accounts.ts";
import { heldRoles, roleReader } from "./roles.ts";
import type { Part } from "./tx.ts";

type Spaces = Pick<
  Tx,
  | "loadSpace"
  | "spaceById"
  | "spaceBySlug"
  | "countSpaces"
  | "insertSpace"
  | "spacesOf"
  | "ownsSpace"
  | "defaultSpace"
  | "setOwner"
  | "updateSpace"
>;

interface SpaceRow extends Omit<Space, "lockedDown" | "legalHold"> {
  readonly lockedDown: number;
  readonly legalHold: number;
}

function toSpace(row: SpaceRow): Space {
  return { ...row, lockedDown: row.lockedDown === 1, legalHold: row.legalHold === 1 };
}

export const spaces: Part<Spaces> = (db) => {
  const loadCaller = callerLoader(db);
  const rolesOf = roleReader(db);
  const space = `select id, name, slug, description, icon, owner, default_room as defaultRoom, staff,
    locked_down as lockedDown, retention, legal_hold as legalHold from space`;
  const byId = db.prepare<SpaceRow, [Id]>(`${space} where id = ?`);
  const bySlug = db.prepare<SpaceRow, [string]>(`${space} where slug = ?`);
  const count = db.prepare<{ spaces: number }, []>(`select count(*) as spaces from space`);
  const insert = db.prepare(
    `insert into space (id, slug, name, description, icon, owner, default_room, staff) values (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const insertCounter = db.prepare(`insert into counter (id, seq, n) values (?, 0, 0)`);
  const first = db.prepare<SpaceRow, []>(`${space} order by id limit 1`);
  const spacesOf = db.prepare<{ space: Id }, [Id]>(`select space from member where user = ? order by space`);
  const owned = db.prepare<{ id: Id }, [Id]>(`select id from space where owner = ? limit 1`);
  const membership = db.prepare<{ roles: string; timeoutUntil: number }, [Id, Id]>(
    `select roles, timeout_until as timeoutUntil from member where space = ? and user = ?`,
  );
  const setOwner = db.prepare(`update space set owner = ? where id = ?`);
  const update = db.prepare(
    `update space set name = ?, slug = ?, description = ?, icon = ?, owner = ?, default_room = ?, locked_down = ?,
       retention = ?, legal_hold = ? where id = ?`,
  );
  const found = (row: SpaceRow | null): Space | null => (row === null ? null : toSpace(row));
  return {
    loadSpace(actor, id) {
      const member = membership.get(id, actor.user);
      const loaded = loadCaller(actor);
      return {
        caller: loaded?.user ?? null,
        scopes: loaded?.scopes ?? null,
        space: found(byId.get(id)),
        member: member !== null,
        roles: member === null ? [] : heldRoles(rolesOf(id), member.roles),
        timeoutUntil: member === null ? 0 : member.timeoutUntil,
      };
    },
    spaceById: (id) => found(byId.get(id)),
    spaceBySlug: (slug) => found(bySlug.get(slug)),
    countSpaces: () => count.get()?.spaces ?? 0,
    insertSpace({ id, slug, name, description, icon, owner, defaultRoom, staff }) {
      insert.run(id, slug, name, description, icon, owner, defaultRoom, staff);
      insertCounter.run(id);
      insertCounter.run(staff);
    },
    spacesOf: (user) => spacesOf.all(user).map((row) => row.space),
    ownsSpace: (user) => owned.get(user) !== null,
    defaultSpace() {
      const found = first.get();
      if (found === null) throw new Error("The database has no space");
      return toSpace(found);
    },
    setOwner(id, user) {
      setOwner.run(user, id);
    },
    updateSpace({ id, name, slug, description, icon, owner, defaultRoom, ...rules }) {
      const { lockedDown, retention, legalHold } = rules;
      const flags = [lockedDown ? 1 : 0, retention, legalHold ? 1 : 0];
      update.run(name, slug, description, icon, owner, defaultRoom, ...flags, id);
    },
  };
};
