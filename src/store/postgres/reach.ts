/** Marks by number in PostgreSQL. Each function runs inside the caller's transaction. */

import type { Id } from "../../core/model/ids.ts";
import type { FirstUnread, Reached } from "../../core/tx/reach.ts";
import type { Tx } from "../../core/tx/tx.ts";
import { receipts } from "./receipts.ts";
import { roomLoader } from "./room-standing.ts";
import { NO_ENTRY, SHOWN } from "./shown.ts";
import type { Part } from "./tx.ts";

type Reach = Pick<Tx, "loadReach" | "lastNumber" | "firstUnread" | "undelivered">;

export const reach: Part<Reach> = (db) => {
  const loadRoom = roomLoader(db);
  const { receiptOf } = receipts(db);
  const counter = db.prepare<{ n: number }, [Id]>(`select n from counter where id = ?`);
  const incoming = db.prepare<Reached, [Id, number, Id]>(
    `select m.id, m.n, m.nonce from message m where m.room = ? and m.n <= ? and m.author <> ? and ${NO_ENTRY}
     order by m.n desc limit 1`,
  );
  const authorAt = db.prepare<{ author: Id }, [Id, number]>(
    `select m.author from message m where m.room = ? and m.n = ? and ${NO_ENTRY}`,
  );
  const first = db.prepare<FirstUnread, [Id, string]>(
    `select j.value as room, m.id, m.n, m.nonce from ids_of(?2) j cross join lateral (
       select o.id, o.n, o.nonce from message o where o.room = j.value and o.author <> ?1
         and o.n > coalesce((select greatest(t.read_n, t.since) from receipt t where t.room = j.value and t.user = ?1), 0)
         and ${SHOWN.replaceAll("m.", "o.")} order by o.n limit 1
     ) m`,
  );
  const undelivered = db.prepare<{ room: Id; message: Id }, [Id, number]>(
    `select r.id as room, m.id as message from room_member d
     join room r on r.id = d.room and r.kind in ('dialog', 'group')
     cross join lateral (
       select o.id, o.n from message o where o.room = r.id and o.author <> ?1 and ${SHOWN.replaceAll("m.", "o.")}
       order by o.n desc limit 1
     ) m
     left join receipt t on t.room = r.id and t.user = d.user
     where d.user = ?1 and m.n > greatest(t.delivered_n, t.since, 0) limit ?2`,
  );
  return {
    async loadReach(actor, room, n) {
      const facts = await loadRoom(actor, room);
      return {
        ...facts,
        last: (await counter.get(room))?.n ?? 0,
        target: await incoming.get(room, n ?? Number.MAX_SAFE_INTEGER, actor.user),
        own: n !== null && (await authorAt.get(room, n))?.author === actor.user,
        receipt: await receiptOf(room, actor.user),
      };
    },
    lastNumber: async (room) => (await counter.get(room))?.n ?? 0,
    firstUnread: (user, rooms) => first.all(user, JSON.stringify(rooms)),
    undelivered: (user, limit) => undelivered.all(user, limit),
  };
};
