/** Users, tokens and sessions in SQLite. Each function runs inside the caller's transaction. */

import type { Database } from "bun:sqlite";
import type { Actor, Id, User } from "../../core/model.ts";
import type { StoredSession } from "../../core/tx/accounts.ts";
import type { Tx } from "../../core/tx/tx.ts";
import type { Part } from "./tx.ts";

export interface UserRow {
  id: Id;
  handle: string;
  name: string;
  bot: number;
  created: number;
}

export function toUser({ id, handle, name, bot, created }: UserRow): User {
  return { id, handle, name, bot: bot === 1, created };
}

/** Who calls: null when the user is gone, or the token behind the call has ended. */
export function callerLoader(db: Database): (actor: Actor) => User | null {
  const byToken = db.prepare<UserRow, [Id, Id]>(
    `select u.id, u.handle, u.name, u.bot, u.created from token t join user u on u.id = t.user
     where t.id = ? and t.user = ?`,
  );
  const byId = db.prepare<UserRow, [Id]>(`select id, handle, name, bot, created from user where id = ?`);
  return ({ user, token }) => {
    const row = token === 0 ? byId.get(user) : byToken.get(token, user);
    return row === null ? null : toUser(row);
  };
}

type Accounts = Pick<
  Tx,
  | "insertUser"
  | "isHandleTaken"
  | "credentialsOf"
  | "userByToken"
  | "callerOf"
  | "usersByIds"
  | "insertToken"
  | "deleteToken"
  | "deleteTokensOf"
>;

export const accounts: Part<Accounts> = (db) => {
  const insertUser = db.prepare(
    `insert into user (id, handle, name, bot, password_hash, created) values (?, ?, ?, ?, ?, ?)`,
  );
  const insertCounter = db.prepare(`insert into counter (id, seq, n) values (?, 0, 0)`);
  const byHandle = db.prepare<{ user: Id; passwordHash: string | null }, [string]>(
    `select id as user, password_hash as passwordHash from user where handle = ?`,
  );
  const byTokenHash = db.prepare<UserRow & { token: Id }, [string]>(
    `select t.id as token, u.id, u.handle, u.name, u.bot, u.created from token t join user u on u.id = t.user
     where t.hash = ?`,
  );
  const byIds = db.prepare<{ id: Id; handle: string; name: string }, [string]>(
    `select id, handle, name from user where id in (select value from json_each(?))`,
  );
  const insertToken = db.prepare(`insert into token (id, user, hash, created) values (?, ?, ?, ?)`);
  const deleteToken = db.prepare(`delete from token where id = ?`);
  const deleteTokensOf = db.prepare(`delete from token where user = ?`);
  return {
    callerOf: callerLoader(db),
    insertUser({ id, handle, name, bot, created }, passwordHash) {
      insertUser.run(id, handle, name, bot ? 1 : 0, passwordHash, created);
      insertCounter.run(id);
    },
    isHandleTaken: (handle) => byHandle.get(handle) !== null,
    credentialsOf: (handle) => byHandle.get(handle),
    userByToken(hash) {
      const row = byTokenHash.get(hash);
      return row === null ? null : { token: row.token, user: toUser(row) };
    },
    usersByIds: (ids) => byIds.all(JSON.stringify(ids)),
    insertToken({ id, user, hash, created }) {
      insertToken.run(id, user, hash, created);
    },
    deleteToken(token) {
      deleteToken.run(token);
    },
    deleteTokensOf(user) {
      deleteTokensOf.run(user);
    },
  };
};

type Sessions = Pick<Tx, "insertSession" | "sessionByResume" | "touchSession" | "deleteSessionsBefore">;

export const sessions: Part<Sessions> = (db) => {
  const insert = db.prepare(
    `insert into session (id, user, token, resume_hash, epoch, seen) values (?, ?, ?, ?, ?, ?)`,
  );
  const byResume = db.prepare<StoredSession, [string]>(
    `select id, user, epoch, seen from session where resume_hash = ?`,
  );
  const touch = db.prepare(`update session set token = ?, seen = ? where id = ?`);
  const deleteBefore = db.prepare(`delete from session where seen < ?`);
  return {
    insertSession({ id, user, token, resumeHash, epoch, at }) {
      insert.run(id, user, token, resumeHash, epoch, at);
    },
    sessionByResume: (hash) => byResume.get(hash),
    touchSession(session, token, at) {
      touch.run(token, at, session);
    },
    deleteSessionsBefore(seen) {
      deleteBefore.run(seen);
    },
  };
};
