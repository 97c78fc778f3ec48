/** Pings in PostgreSQL. Each function runs inside the caller's transaction. */

import type { Id } from "../../core/model/ids.ts";
import type { PingsTx } from "../../core/tx/pings.ts";
import type { Part } from "./tx.ts";

export const pings: Part<PingsTx> = (db) => {
  // Of one that is mentioned: an index gives them in order.
  const some = db.prepare<{ message: Id; unread: number }, [Id, Id, Id, string, number, number]>(
    `select message, unread from (
       select x.message, (x.n > coalesce(r.read_n, 0) and x.message > coalesce(c.up_to, 0)) as unread
       from mention x join message m on m.id = x.message
       left join receipt r on r.room = x.room and r.user = ?2
       left join ping_clear c on c.user = ?2
       where x.user = ?1 and x.message < ?3 and m.author <> ?2 and x.room = any(array(select value from ids_of(?4)))) found
     where ?5 = 0 or unread order by message desc limit ?6`,
  );
  const clear = db.prepare(
    `insert into ping_clear (user, up_to) values (?, ?)
     on conflict (user) do update set up_to = greatest(ping_clear.up_to, excluded.up_to)`,
  );
  return {
    async pingsOf(user, { mentioned, rooms, before, limit, unreadOnly }) {
      const found = new Map<Id, boolean>();
      const among = JSON.stringify(rooms);
      for (const one of mentioned) {
        for (const { message, unread } of await some.all(one, user, before, among, unreadOnly ? 1 : 0, limit))
          found.set(message, unread === 1);
      }
      return [...found]
        .sort(([a], [b]) => b - a)
        .slice(0, limit)
        .map(([message, unread]) => ({ message, unread }));
    },
    async clearPings(user, upTo) {
      await clear.run(user, upTo);
    },
  };
};
