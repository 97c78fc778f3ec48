/** Threads in PostgreSQL. Each function runs inside the caller's transaction. */

import type { Id, Millis } from "../../core/model/ids.ts";
import type { Member } from "../../core/model/spaces.ts";
import type { ThreadsTx } from "../../core/tx/threads.ts";
import { MEMBER, type MemberRow, toMember } from "./members.ts";
import { roomsByIds } from "./rooms.ts";
import type { Part } from "./tx.ts";

type IdRow = { readonly id: Id };

/** A page of a room's threads; a test asks how SQLite would run it. */
export const THREADS_PAGE = `select r.id from room r where r.parent = ?1 and r.kind = 'thread' and r.archived = ?2
  and (r.activity, r.id) < (?3, ?4) and (?5::text is null or exists (select 1 from texts_of(r.tags) where value = ?5))
  order by r.activity desc, r.id desc limit ?6`;

/** How many threads of a room are open, read no further than a bound; the index alone answers. */
export const OPEN_THREADS = `select count(*) as threads from
  (select 1 from room where parent = ?1 and kind = 'thread' and archived = 0 limit ?2) as few`;

export const threads: Part<ThreadsTx> = (db) => {
  const views = roomsByIds(db);
  const byNonce = db.prepare<IdRow, [Id, Id, string]>(
    `select id from room where creator = ? and parent = ? and nonce = ?`,
  );
  const setNonce = db.prepare(`update room set nonce = ? where id = ?`);
  const count = db.prepare<{ threads: number }, [Id, number]>(OPEN_THREADS);
  const placeOf = db.prepare<{ activity: Millis }, [Id, Id]>(
    `select activity from room where id = ? and parent = ? and kind = 'thread'`,
  );
  const page = db.prepare<IdRow, [Id, number, Millis, Id, string | null, number]>(THREADS_PAGE);
  const followed = db.prepare<IdRow, [Id, string, number]>(
    `select r.id from thread_member t join room r on r.id = t.room
     where t.user = ? and r.archived = 0 and r.parent = any(array(select value from ids_of(?)))
     order by r.activity desc, r.id desc limit ?`,
  );
  const among = db.prepare<IdRow, [Id, string]>(
    `select room as id from thread_member where user = ? and room = any(array(select value from ids_of(?)))`,
  );
  const add = db.prepare(
    `insert into thread_member (room, user, joined) values (?, ?, ?) on conflict do nothing`,
  );
  const begin = db.prepare(
    `insert into receipt (room, user, since) select id, ?, n from counter where id = ?
     on conflict (room, user) do update set since = excluded.since`,
  );
  const remove = db.prepare(`delete from thread_member where room = ? and user = ?`);
  const followers = db.prepare<MemberRow, [Id, Id, Id, number]>(
    `${MEMBER} join thread_member t on t.user = m.user where t.room = ? and t.user > ? and m.space = ?
     order by t.user limit ?`,
  );
  const note = db.prepare(
    `update room set messages = messages + 1, activity = greatest(activity, ?) where id = ? and kind = 'thread'`,
  );
  const setTimers = db.prepare(
    `insert into timer (kind, subject, user, due)
     select 'thread_archive', id, 0, activity + ? from room where parent = ? and kind = 'thread' and archived = 0
     on conflict (kind, subject, user) do update set due = excluded.due`,
  );
  const clearTimers = db.prepare(
    `delete from timer where kind = 'thread_archive' and user = 0
     and subject in (select id from room where parent = ? and kind = 'thread')`,
  );
  /** In the order of the rows. */
  const viewsOf = async (rows: readonly IdRow[]) => {
    const found = new Map((await views(rows.map(({ id }) => id))).map((room) => [room.id, room]));
    return rows.flatMap(({ id }) => found.get(id) ?? []);
  };
  return {
    async threadByNonce(creator, parent, nonce) {
      const row = await byNonce.get(creator, parent, nonce);
      return row === null ? null : ((await viewsOf([row]))[0] ?? null);
    },
    async setThreadNonce(thread, nonce) {
      await setNonce.run(nonce, thread);
    },
    countThreads: async (parent, most) => (await count.get(parent, most))?.threads ?? 0,
    async threadsOf({ parent, archived, tag, before, limit }) {
      const from = before === null ? null : await placeOf.get(before, parent);
      if (before !== null && from === null) return null;
      const [activity, id] = [from?.activity ?? Number.MAX_SAFE_INTEGER, before ?? Number.MAX_SAFE_INTEGER];
      return viewsOf(await page.all(parent, archived ? 1 : 0, activity, id, tag, limit));
    },
    threadsFollowed: async (user, parents, limit) =>
      viewsOf(await followed.all(user, JSON.stringify(parents), limit)),
    followedAmong: async (user, ids) => (await among.all(user, JSON.stringify(ids))).map(({ id }) => id),
    async addFollower(thread, user, at) {
      if ((await add.run(thread, user, at)).changes === 0) return false;
      await begin.run(user, thread);
      return true;
    },
    removeFollower: async (thread, user) => (await remove.run(thread, user)).changes > 0,
    followersOf: async (space, thread, after, limit): Promise<Member[]> =>
      (await followers.all(thread, after, space, limit)).map(toMember),
    async noteInThread(thread, at) {
      await note.run(at, thread);
    },
    async setThreadTimers(parent, after) {
      if (after === 0) await clearTimers.run(parent);
      else await setTimers.run(after, parent);
    },
  };
};
