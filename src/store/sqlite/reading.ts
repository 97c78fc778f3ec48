/** What stands beside messages, in SQLite. Each function runs inside the caller's transaction. */

import type { Id } from "../../core/model/ids.ts";
import type { ReadingTx } from "../../core/tx/reading.ts";
import { SHOWN } from "./shown.ts";
import type { Part } from "./tx.ts";

interface ReactorRow {
  message: Id;
  emoji: string;
  id: Id;
  handle: string;
  name: string;
  avatar: string;
}

export const reading: Part<ReadingTx> = (db) => {
  const reactors = db.prepare<ReactorRow, [string, Id, number]>(
    `select r.message, r.emoji, u.id, u.handle, u.name, u.avatar from reaction r
     join message m on m.id = r.message join user u on u.id = r.user
     where r.message in (select value from json_each(?)) and m.room = ?
     order by r.message, r.at, u.id limit ?`,
  );
  const count = db.prepare<{ count: number }, [Id, number]>(
    `select count(*) as count from (select 1 from message m where m.room = ? and ${SHOWN} limit ?)`,
  );
  return {
    reactorsOf: (room, messages, limit) =>
      reactors
        .all(JSON.stringify(messages), room, limit)
        .map(({ message, emoji, ...user }) => ({ message, emoji, user })),
    countMessages: (rooms, most) => rooms.map((room) => ({ room, count: count.get(room, most)?.count ?? 0 })),
  };
};
