/** Marks by number in SQLite. Each function runs inside the caller's transaction. */

import type { Id } from "../../core/model/ids.ts";
import type { FirstUnread, Reached } from "../../core/tx/reach.ts";
import type { Tx } from "../../core/tx/tx.ts";
import { receiptReader } from "./receipts.ts";
import { roomLoader } from "./room-standing.ts";
import { NO_ENTRY, SHOWN } from "./shown.ts";
import type { Part } from "./tx.ts";

type Reach = Pick<Tx, "loadReach" | "lastNumber" | "firstUnread" | "undelivered">;

export const reach: Part<Reach> = (db) => {
  const loadRoom = roomLoader(db);
  const receiptOf = receiptReader(db);
  const counter = db.prepare<{ n: number }, [Id]>(`select n from counter where id = ?`);
  const incoming = db.prepare<Reached, [Id, number, Id]>(
    `select m.id, m.n, m.nonce from message m where m.room = ? and m.n <= ? and m.author <> ? and ${NO_ENTRY}
     order by m.n desc limit 1`,
  );
  const authorAt = db.prepare<{ author: Id }, [Id, number]>(
    `select author from message m where m.room = ? and m.n = ? and ${NO_ENTRY}`,
  );
  const first = db.prepare<FirstUnread, { user: Id; rooms: string }>(
    `select j.value as room, m.id, m.n, m.nonce from json_each($rooms) j
     join message m on m.id = (
       select o.id from message o where o.room = j.value and o.author <> $user
         and o.n > coalesce((select max(t.read_n, t.since) from receipt t where t.room = j.value and t.user = $user), 0)
         and ${SHOWN.replaceAll("m.", "o.")} order by o.n limit 1
     )`,
  );
  const undelivered = db.prepare<{ room: Id; message: Id }, { user: Id; limit: number }>(
    `select r.id as room, m.id as message from room_member d
     join room r on r.id = d.room and r.kind in ('dialog', 'group')
     join message m on m.id = (
       select o.id from message o where o.room = r.id and o.author <> $user and ${SHOWN.replaceAll("m.", "o.")}
       order by o.n desc limit 1
     )
     left join receipt t on t.room = r.id and t.user = d.user
     where d.user = $user and m.n > max(coalesce(t.delivered_n, 0), coalesce(t.since, 0)) limit $limit`,
  );
  return {
    loadReach(actor, room, n) {
      const facts = loadRoom(actor, room);
      return {
        ...facts,
        last: counter.get(room)?.n ?? 0,
        target: incoming.get(room, n ?? Number.MAX_SAFE_INTEGER, actor.user),
        own: n !== null && authorAt.get(room, n)?.author === actor.user,
        receipt: receiptOf(room, actor.user),
      };
    },
    lastNumber: (room) => counter.get(room)?.n ?? 0,
    firstUnread: (user, rooms) => first.all({ user, rooms: JSON.stringify(rooms) }),
    undelivered: (user, limit) => undelivered.all({ user, limit }),
  };
};
