/** Threads in SQLite. Each function runs inside the caller's transaction. */

import type { Id, Millis } from "../../core/model/ids.ts";
import type { Member } from "../../core/model/spaces.ts";
import type { ThreadsTx } from "../../core/tx/threads.ts";
import { MEMBER, type MemberRow, toMember } from "./members.ts";
import { roomsByIds } from "./rooms.ts";
import type { Part } from "./tx.ts";

type IdRow = { readonly id: Id };

/** A page of a room's threads; a test asks how SQLite would run it. */
export const THREADS_PAGE = `select r.id from room r where r.parent = ?1 and r.kind = 'thread' and r.archived = ?2
  and (r.activity, r.id) < (?3, ?4) and (?5 is null or exists (select 1 from json_each(r.tags) where value = ?5))
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
     where t.user = ? and r.archived = 0 and r.parent in (select value from json_each(?))
     order by r.activity desc, r.id desc limit ?`,
  );
  const among = db.prepare<IdRow, [Id, string]>(
    `select room as id from thread_member where user = ? and room in (select value from json_each(?))`,
  );
  const add = db.prepare(`insert or ignore into thread_member (room, user, joined) values (?, ?, ?)`);
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
    `update room set messages = messages + 1, activity = max(activity, ?) where id = ? and kind = 'thread'`,
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
  const viewsOf = (rows: readonly IdRow[]) => {
    const found = new Map(views(rows.map(({ id }) => id)).map((room) => [room.id, room]));
    return rows.flatMap(({ id }) => found.get(id) ?? []);
  };
  return {
    threadByNonce(creator, parent, nonce) {
      const row = byNonce.get(creator, parent, nonce);
      return row === null ? null : (viewsOf([row])[0] ?? null);
    },
    setThreadNonce(thread, nonce) {
      setNonce.run(nonce, thread);
    },
    countThreads: (parent, most) => count.get(parent, most)?.threads ?? 0,
    threadsOf({ parent, archived, tag, before, limit }) {
      const from = before === null ? null : placeOf.get(before, parent);
      if (before !== null && from === null) return null;
      const [activity, id] = [from?.activity ?? Number.MAX_SAFE_INTEGER, before ?? Number.MAX_SAFE_INTEGER];
      return viewsOf(page.all(parent, archived ? 1 : 0, activity, id, tag, limit));
    },
    threadsFollowed: (user, parents, limit) => viewsOf(followed.all(user, JSON.stringify(parents), limit)),
    followedAmong: (user, ids) => among.all(user, JSON.stringify(ids)).map(({ id }) => id),
    addFollower(thread, user, at) {
      if (add.run(thread, user, at).changes === 0) return false;
      begin.run(user, thread);
      return true;
    },
    removeFollower: (thread, user) => remove.run(thread, user).changes > 0,
    followersOf: (space, thread, after, limit): Member[] =>
      followers.all(thread, after, space, limit).map(toMember),
    noteInThread(thread, at) {
      note.run(at, thread);
    },
    setThreadTimers(parent, after) {
      if (after === 0) clearTimers.run(parent);
      else setTimers.run(after, parent);
    },
  };
};
