/** What stands beside messages, in PostgreSQL. Each function runs inside the caller's transaction. */

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
     join message m on m.id = r.message join "user" u on u.id = r."user"
     where r.message = any(array(select value from ids_of(?))) and m.room = ?
     order by r.message, r.at, u.id limit ?`,
  );
  const count = db.prepare<{ count: number }, [Id, number]>(
    `select count(*) as count from (select 1 from message m where m.room = ? and ${SHOWN} limit ?) shown`,
  );
  return {
    reactorsOf: async (room, messages, limit) =>
      (await reactors.all(JSON.stringify(messages), room, limit)).map(({ message, emoji, ...user }) => ({
        message,
        emoji,
        user,
      })),
    async countMessages(rooms, most) {
      const counts: { room: Id; count: number }[] = [];
      for (const room of rooms) counts.push({ room, count: (await count.get(room, most))?.count ?? 0 });
      return counts;
    },
  };
};
