/** Spaces in PostgreSQL. Each function runs inside the caller's transaction. */

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
    `update space set name = ?, slug = ?, description = ?, icon = ?, owner = ?, default_room = ?, locked_down = ?, retention = ?,
       legal_hold = ? where id = ?`,
  );
  const found = (row: SpaceRow | null): Space | null => (row === null ? null : toSpace(row));
  return {
    async loadSpace(actor, id) {
      const member = await membership.get(id, actor.user);
      const loaded = await loadCaller(actor);
      return {
        caller: loaded?.user ?? null,
        scopes: loaded?.scopes ?? null,
        space: found(await byId.get(id)),
        member: member !== null,
        roles: member === null ? [] : heldRoles(await rolesOf(id), member.roles),
        timeoutUntil: member === null ? 0 : member.timeoutUntil,
      };
    },
    spaceById: async (id) => found(await byId.get(id)),
    spaceBySlug: async (slug) => found(await bySlug.get(slug)),
    countSpaces: async () => (await count.get())?.spaces ?? 0,
    async insertSpace({ id, slug, name, description, icon, owner, defaultRoom, staff }) {
      await insert.run(id, slug, name, description, icon, owner, defaultRoom, staff);
      await insertCounter.run(id);
      await insertCounter.run(staff);
    },
    spacesOf: async (user) => (await spacesOf.all(user)).map((row) => row.space),
    ownsSpace: async (user) => (await owned.get(user)) !== null,
    async defaultSpace() {
      const found = await first.get();
      if (found === null) throw new Error("The database has no space");
      return toSpace(found);
    },
    async setOwner(id, user) {
      await setOwner.run(user, id);
    },
    async updateSpace({ id, name, slug, description, icon, owner, defaultRoom, ...rules }) {
      const { lockedDown, retention, legalHold } = rules;
      const flags = [lockedDown ? 1 : 0, retention, legalHold ? 1 : 0];
      await update.run(name, slug, description, icon, owner, defaultRoom, ...flags, id);
    },
  };
};
