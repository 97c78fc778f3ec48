/** Old messages, and those of banned users, in PostgreSQL. Each function runs inside the caller's transaction. */

import type { Id, Millis } from "../../core/model/ids.ts";
import type { OldRow, Purge, RetainedRoom, RetentionTx } from "../../core/tx/retention.ts";
import { NO_ENTRY, SHOWN } from "./shown.ts";
import type { Part } from "./tx.ts";

type Row = Omit<OldRow, "author" | "pinned" | "shown"> & {
  author: Id;
  handle: string;
  name: string;
  avatar: string;
  pinned: number;
  shown: number;
};

const OLD = `${SHOWN} and m.created < ?2 and not exists (select 1 from pin where pin.message = m.id)`;

export const retention: Part<RetentionTx> = (db) => {
  const rooms = db.prepare<RetainedRoom, [Id]>(
    `select r.id as room, coalesce(p.id, r.id) as stream,
       coalesce(nullif(p.retention, 0), nullif(r.retention, 0), s.retention) as retention
     from room r join space s on s.id = r.space
     left join room p on p.id = r.parent and r.kind = 'thread'
     where r.space = ? and coalesce(nullif(p.retention, 0), nullif(r.retention, 0), s.retention) > 0 order by r.id`,
  );
  const oldest = db.prepare<Row, [Id, number]>(
    `select m.id, m.author, u.handle, u.name, u.avatar, m.created, length(m.text) as length,
       exists (select 1 from pin where pin.message = m.id) as pinned, (${SHOWN}) as shown
     from message m join user u on u.id = m.author where m.room = ? order by m.n limit ?`,
  );
  // Triggers erase what stands beside it.
  const drop = db.prepare(`delete from message where id = ?`);
  const inRoom = db.prepare<{ count: number }, [Id, Millis, number]>(
    `select count(*) as count from (select 1 from message m where m.room in
       (select id from room where id = ?1 or (parent = ?1 and kind = 'thread')) and ${OLD} limit ?3) some_of_them`,
  );
  const inSpace = db.prepare<{ count: number }, [Id, Millis, number]>(
    `select count(*) as count from (select 1 from message m where m.room in
       (select id from room where space = ?1) and ${OLD} limit ?3) some_of_them`,
  );
  const set = db.prepare(
    `insert into purge (space, user, by, after, up_to) values (?, ?, ?, ?, ?)
     on conflict (space, user) do update set by = excluded.by, after = excluded.after, up_to = excluded.up_to`,
  );
  const get = db.prepare<Purge, [Id, Id]>(
    `select by, after, up_to as upTo from purge where space = ? and user = ?`,
  );
  const remove = db.prepare(`delete from purge where space = ? and user = ?`);
  // By the ids, for there is no index of authors: so many rows are looked at, and no more.
  const written = db.prepare<{ id: Id; theirs: number }, [Id, Id, number, Id, Id]>(
    `select m.id, (m.author = ?4 and m.deleted is null and ${NO_ENTRY}
       and m.room in (select id from room where space = ?5)) as theirs
     from message m where m.id > ?1 and m.id <= ?2 order by m.id limit ?3`,
  );
  return {
    retainedRooms: (space) => rooms.all(space),
    oldestRows: async (room, limit) =>
      (await oldest.all(room, limit)).map(({ author, handle, name, avatar, pinned, shown, ...row }) => ({
        ...row,
        author: { id: author, handle, name, avatar },
        pinned: pinned === 1,
        shown: shown === 1,
      })),
    async dropMessage(message) {
      await drop.run(message);
    },
    countOlder: async (where, before, most) =>
      ("room" in where
        ? await inRoom.get(where.room, before, most)
        : await inSpace.get(where.space, before, most)
      )?.count ?? 0,
    async setPurge(space, user, { by, after, upTo }) {
      await set.run(space, user, by, after, upTo);
    },
    purgeOf: (space, user) => get.get(space, user),
    async deletePurge(space, user) {
      await remove.run(space, user);
    },
    async writtenBy(space, user, { after, upTo }, limit) {
      const seen = await written.all(after, upTo, limit, user, space);
      return {
        messages: seen.filter(({ theirs }) => theirs === 1).map(({ id }) => id),
        next: seen.length < limit ? null : (seen.at(-1)?.id ?? null),
      };
    },
  };
};
