/** Users, tokens and sessions in PostgreSQL. Each function runs inside the caller's transaction. */

import type { Id } from "../../core/model/ids.ts";
import type { Actor, Profile, ProfileField, Token, User, UserRef } from "../../core/model/users.ts";
import type { Code, StoredSession } from "../../core/tx/accounts.ts";
import type { Tx } from "../../core/tx/tx.ts";
import type { Database } from "./statements.ts";
import type { Part } from "./tx.ts";

export interface UserRow {
  id: Id;
  handle: string;
  name: string;
  bot: number;
  created: number;
  owner: Id | null;
  backend: string | null;
  remoteId: string | null;
  avatar: string;
}

export interface ProfileRow extends UserRow {
  bio: string;
  statusText: string;
  color: number;
  banner: string;
  fields: string;
  deleted: number;
  person: Id | null;
}

/** The columns of a user, of the table u. */
export const USER = `u.id, u.handle, u.name, u.bot, u.created, u.owner, u.backend, u.remote_id as remoteId,
  u.avatar`;

/** The columns of a user with their profile, of the table u; callers are read without, for they are read often. */
export const PROFILE = `${USER}, u.bio, u.status_text as statusText, u.color, u.banner, u.fields, u.deleted,
  (select i.person from identity i where i.ghost = u.id) as person`;

export function toUser(row: UserRow): User {
  const { id, handle, name, bot, created, owner, backend, remoteId, avatar } = row;
  return { id, handle, name, avatar, bot: bot === 1, owner, created, backend, remoteId };
}

export function toProfile(row: ProfileRow): Profile {
  const { bio, statusText, color, banner, fields, deleted, person } = row;
  const lines = JSON.parse(fields) as ProfileField[];
  return { ...toUser(row), bio, statusText, color, banner, fields: lines, deleted, person };
}

/** Who calls, and what their token is limited to: null when the user is gone, or the token has ended. */
export function callerLoader(
  db: Database,
): (actor: Actor) => Promise<{ user: User; scopes: readonly string[] | null } | null> {
  const byToken = db.prepareSteady<UserRow & { scopes: string | null }, [Id, Id]>(
    `select ${USER}, t.scopes from token t join user u on u.id = t.user where t.id = ? and t.user = ?`,
  );
  const byId = db.prepareSteady<UserRow & { scopes: null }, [Id, number]>(
    `select ${USER}, null as scopes from user u where u.id = ? and u.tokens_valid_after < ?`,
  );
  return async ({ user, token, issued = Number.MAX_SAFE_INTEGER }) => {
    const row = token === 0 ? await byId.get(user, issued) : await byToken.get(token, user);
    if (row === null) return null;
    return { user: toUser(row), scopes: row.scopes === null ? null : (JSON.parse(row.scopes) as string[]) };
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
  | "endUser"
  | "profilesByIds"
  | "updateProfile"
  | "setPassword"
  | "botsOf"
  | "insertToken"
  | "tokensOf"
  | "deleteToken"
  | "deleteTokensOf"
  | "endSignedTokens"
>;

export const accounts: Part<Accounts> = (db) => {
  const loadCaller = callerLoader(db);
  const insertUser = db.prepare(
    `insert into user (id, handle, name, bot, password_hash, created, owner, backend, remote_id)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const insertCounter = db.prepare(`insert into counter (id, seq, n) values (?, 0, 0)`);
  const byHandle = db.prepare<{ user: Id; passwordHash: string | null }, [string]>(
    `select id as user, password_hash as passwordHash from user where handle = ?`,
  );
  const byTokenHash = db.prepare<UserRow & { token: Id }, [string]>(
    `select t.id as token, ${USER} from token t join user u on u.id = t.user where t.hash = ?`,
  );
  const byIds = db.prepare<UserRef, [string]>(
    `select id, handle, name, avatar from user where id = any(array(select value from ids_of(?)))`,
  );
  const insertToken = db.prepare(
    `insert into token (id, user, hash, created, kind, client, scopes) values (?, ?, ?, ?, ?, ?, ?)`,
  );
  const endUser = db.prepare(
    `update user set handle = ?, name = ?, password_hash = null, deleted = ?, avatar = '', banner = '', bio = '',
       status_text = '', color = 0, fields = '[]' where id = ?`,
  );
  const profiles = db.prepare<ProfileRow, [string]>(
    `select ${PROFILE} from user u where u.id = any(array(select value from ids_of(?)))`,
  );
  const updateProfile = db.prepare(
    `update user set name = ?, bio = ?, status_text = ?, color = ?, avatar = ?, banner = ?, fields = ? where id = ?`,
  );
  const setPassword = db.prepare(`update user set password_hash = ? where id = ?`);
  const bots = db.prepare<UserRow, [Id]>(`select ${USER} from user u where u.owner = ? order by u.id`);
  const tokensOf = db.prepare<Omit<Token, "scopes"> & { scopes: string | null }, [Id]>(
    `select id, kind, client, scopes, created, seen from token where user = ? order by id desc`,
  );
  const deleteToken = db.prepare(`delete from token where id = ?`);
  const deleteTokensOf = db.prepare(`delete from token where user = ?`);
  const endSigned = db.prepare(`update user set tokens_valid_after = ? where id = ?`);
  return {
    callerOf: async (actor) => (await loadCaller(actor))?.user ?? null,
    async insertUser({ id, handle, name, bot, created, owner, backend, remoteId }, passwordHash) {
      await insertUser.run(id, handle, name, bot ? 1 : 0, passwordHash, created, owner, backend, remoteId);
      await insertCounter.run(id);
    },
    isHandleTaken: async (handle) => (await byHandle.get(handle)) !== null,
    credentialsOf: (handle) => byHandle.get(handle),
    async userByToken(hash) {
      const row = await byTokenHash.get(hash);
      return row === null ? null : { token: row.token, user: toUser(row) };
    },
    usersByIds: (ids) => byIds.all(JSON.stringify(ids)),
    async insertToken({ id, user, hash, kind, client, scopes }, created) {
      await insertToken.run(
        id,
        user,
        hash,
        created,
        kind,
        client,
        scopes === null ? null : JSON.stringify(scopes),
      );
    },
    async endUser(user, handle, name, at) {
      await endUser.run(handle, name, at, user);
    },
    profilesByIds: async (ids) => (await profiles.all(JSON.stringify(ids))).map(toProfile),
    async updateProfile({ id, name, bio, statusText, color, avatar, banner, fields }) {
      await updateProfile.run(name, bio, statusText, color, avatar, banner, JSON.stringify(fields), id);
    },
    async setPassword(user, passwordHash) {
      await setPassword.run(passwordHash, user);
    },
    botsOf: async (owner) => (await bots.all(owner)).map(toUser),
    tokensOf: async (user) =>
      (await tokensOf.all(user)).map(({ scopes, ...token }) => ({
        ...token,
        scopes: scopes === null ? null : (JSON.parse(scopes) as string[]),
      })),
    async deleteToken(token) {
      await deleteToken.run(token);
    },
    async deleteTokensOf(user, at) {
      await deleteTokensOf.run(user);
      await endSigned.run(at, user);
    },
    async endSignedTokens(user, at) {
      await endSigned.run(at, user);
    },
  };
};

type Codes = Pick<Tx, "insertCode" | "findCode" | "deleteCodes">;

export const codes: Part<Codes> = (db) => {
  const insert = db.prepare(`insert into code (hash, purpose, user, expires) values (?, ?, ?, ?)`);
  const find = db.prepare<Code, [string, string, number]>(
    `select hash, purpose, user, expires from code where hash = ? and purpose = ? and expires > ?`,
  );
  const remove = db.prepare(`delete from code where purpose = ? and user = ?`);
  return {
    async insertCode({ hash, purpose, user, expires }) {
      await insert.run(hash, purpose, user, expires);
    },
    findCode: (hash, purpose, now) => find.get(hash, purpose, now),
    async deleteCodes(purpose, user) {
      await remove.run(purpose, user);
    },
  };
};

type Sessions = Pick<
  Tx,
  | "insertSession"
  | "sessionByResume"
  | "touchSession"
  | "setResumeHash"
  | "placeSession"
  | "deleteSessionsOf"
  | "deleteSessionsBefore"
>;

export const sessions: Part<Sessions> = (db) => {
  const insert = db.prepare(
    `insert into session (id, user, space, token, resume_hash, epoch, seen) values (?, ?, ?, ?, ?, ?, ?)`,
  );
  const byResume = db.prepare<StoredSession, [string]>(
    `select id, user, space, epoch, seen, room from session where resume_hash = ?`,
  );
  const setResumeHash = db.prepare(`update session set resume_hash = ? where id = ?`);
  const touch = db.prepare(`update session set token = ?, seen = ? where id = ?`);
  const place = db.prepare(`update session set room = ? where id = ?`);
  const deleteOf = db.prepare(`delete from session where user = ?1 and (?2::bigint is null or space = ?2)`);
  const deleteBefore = db.prepare(`delete from session where seen < ?`);
  return {
    async insertSession({ id, user, space, token, resumeHash, epoch, at }) {
      await insert.run(id, user, space, token, resumeHash, epoch, at);
    },
    sessionByResume: (hash) => byResume.get(hash),
    async setResumeHash(session, resumeHash) {
      await setResumeHash.run(resumeHash, session);
    },
    async touchSession(session, token, at) {
      await touch.run(token, at, session);
    },
    async placeSession(session, room) {
      await place.run(room, session);
    },
    async deleteSessionsOf(user, space) {
      await deleteOf.run(user, space);
    },
    async deleteSessionsBefore(seen) {
      await deleteBefore.run(seen);
    },
  };
};
