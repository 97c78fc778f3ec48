/** Bans and the audit log in SQLite. Each function runs inside the caller's transaction. */

import type { Id } from "../../core/model/ids.ts";
import type { AuditEntry, Ban } from "../../core/model/moderation.ts";
import type { Tx } from "../../core/tx/tx.ts";
import type { Part } from "./tx.ts";

interface BanRow {
  user: Id;
  handle: string;
  name: string;
  avatar: string;
  by: Id;
  byHandle: string;
  byName: string;
  byAvatar: string;
  reason: string;
  at: number;
  until: number;
}

function toBan(row: BanRow): Ban {
  const { user, handle, name, avatar, by, byHandle, byName, byAvatar, reason, at, until } = row;
  return {
    user: { id: user, handle, name, avatar },
    by: { id: by, handle: byHandle, name: byName, avatar: byAvatar },
    reason,
    at,
    until,
  };
}

interface AuditRow {
  id: Id;
  at: number;
  by: Id;
  handle: string;
  name: string;
  avatar: string;
  action: string;
  target: Id;
  before: string;
  after: string;
  reason: string;
}

function toEntry({ by, handle, name, avatar, before, after, ...rest }: AuditRow): AuditEntry {
  return {
    ...rest,
    by: { id: by, handle, name, avatar },
    before: JSON.parse(before) as AuditEntry["before"],
    after: JSON.parse(after) as AuditEntry["after"],
  };
}

type Moderation = Pick<Tx, "putBan" | "deleteBan" | "findBan" | "bansOf" | "insertAudit" | "auditOf">;

const BAN = `select b.user, u.handle, u.name, u.avatar, b.by, v.handle as byHandle, v.name as byName, v.avatar as byAvatar, b.reason, b.at, b.until
  from ban b join user u on u.id = b.user join user v on v.id = b.by`;

export const moderation: Part<Moderation> = (db) => {
  const put = db.prepare(
    `insert or replace into ban (space, user, by, reason, at, until) values (?, ?, ?, ?, ?, ?)`,
  );
  const remove = db.prepare(`delete from ban where space = ? and user = ?`);
  const one = db.prepare<BanRow, [Id, Id, number]>(
    `${BAN} where b.space = ? and b.user = ? and (b.until = 0 or b.until > ?)`,
  );
  const some = db.prepare<BanRow, [Id, number, Id, number]>(
    `${BAN} where b.space = ? and (b.until = 0 or b.until > ?) and b.user > ? order by b.user limit ?`,
  );
  const insertEntry = db.prepare(
    `insert into audit (id, space, at, by, action, target, before, after, reason)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const entries = db.prepare<AuditRow, [Id, Id, Id | null, string | null, number]>(
    `select a.id, a.at, a.by, u.handle, u.name, u.avatar, a.action, a.target, a.before, a.after, a.reason
     from audit a join user u on u.id = a.by
     where a.space = ?1 and a.id < ?2 and (?3 is null or a.by = ?3) and (?4 is null or a.action = ?4)
     order by a.id desc limit ?5`,
  );
  return {
    putBan(space, { user, by, reason, at, until }) {
      put.run(space, user, by, reason, at, until);
    },
    deleteBan(space, user) {
      remove.run(space, user);
    },
    findBan(space, user, at) {
      const row = one.get(space, user, at);
      return row === null ? null : toBan(row);
    },
    bansOf: (space, at, after, limit) => some.all(space, at, after, limit).map(toBan),
    insertAudit(space, { id, at, by, action, target, before, after, reason }) {
      const changes = [JSON.stringify(before), JSON.stringify(after)];
      insertEntry.run(id, space, at, by, action, target, ...changes, reason);
    },
    auditOf: (space, { before, limit, user, action }) =>
      entries.all(space, before, user, action, limit).map(toEntry),
  };
};
