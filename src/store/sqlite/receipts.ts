/** Receipts in SQLite. Each function runs inside the caller's transaction. */

import type { Database } from "bun:sqlite";
import type { Id } from "../../core/model/ids.ts";
import type { Receipt } from "../../core/model/receipts.ts";
import type { Tx } from "../../core/tx/tx.ts";
import { roomLoader } from "./room-standing.ts";
import { NO_ENTRY, SHOWN } from "./shown.ts";
import type { Part } from "./tx.ts";

type Receipts = Pick<
  Tx,
  "loadMark" | "setMarks" | "markDelivered" | "receiptOf" | "ownReceipts" | "othersReceipts"
>;

interface ReceiptRow {
  room: Id;
  user: Id;
  readId: Id | null;
  readN: number | null;
  readAt: number | null;
  deliveredId: Id | null;
  deliveredN: number | null;
  deliveredAt: number | null;
}

const MARKS = `t.read_id as readId, t.read_n as readN, t.read_at as readAt,
  t.delivered_id as deliveredId, t.delivered_n as deliveredN, t.delivered_at as deliveredAt`;

function toReceipt(row: ReceiptRow): Receipt {
  const { room, user, readId, readN, readAt, deliveredId, deliveredN, deliveredAt } = row;
  return {
    room,
    user,
    read: { message: readId ?? 0, n: readN ?? 0, at: readAt ?? 0 },
    delivered: { message: deliveredId ?? 0, n: deliveredN ?? 0, at: deliveredAt ?? 0 },
  };
}

/** Reads one receipt, with nothing marked where there is none. */
export function receiptReader(db: Database): (room: Id, user: Id) => Receipt {
  const one = db.prepare<ReceiptRow, [Id, Id]>(
    `select t.room, t.user, ${MARKS} from receipt t where t.room = ? and t.user = ?`,
  );
  const nothing = { readId: 0, readN: 0, readAt: 0, deliveredId: 0, deliveredN: 0, deliveredAt: 0 };
  return (room, user) => toReceipt(one.get(room, user) ?? { room, user, ...nothing });
}

export const receipts: Part<Receipts> = (db) => {
  const loadRoom = roomLoader(db);
  const target = db.prepare<{ id: Id; n: number }, [Id, Id]>(
    `select m.id, m.n from message m where m.id = ? and m.room = ? and ${NO_ENTRY}`,
  );
  const set = db.prepare(
    `insert into receipt (room, user, read_id, read_n, read_at, delivered_id, delivered_n, delivered_at)
     values (?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (room, user) do update set read_id = excluded.read_id, read_n = excluded.read_n,
       read_at = excluded.read_at, delivered_id = excluded.delivered_id, delivered_n = excluded.delivered_n,
       delivered_at = excluded.delivered_at`,
  );
  const deliver = db.prepare(
    `insert into receipt (room, user, delivered_id, delivered_n, delivered_at)
     select r.id, d.user, m.id, m.n, ? from message m
       join room r on r.id = m.room and r.kind in ('dialog', 'group')
       join room_member d on d.room = r.id and d.user = ?
     where m.id = ? and m.room = ? and m.author <> d.user and ${NO_ENTRY}
     on conflict (room, user) do update set delivered_id = excluded.delivered_id,
       delivered_n = excluded.delivered_n, delivered_at = excluded.delivered_at
     where excluded.delivered_n > receipt.delivered_n`,
  );
  // Roles count as they are held today; 0 stands for everyone. Where nothing came behind the mark nothing is counted:
  // that is most rooms of whoever comes back.
  const own = db.prepare<ReceiptRow & { unread: number; mentions: number }, { user: Id; rooms: string }>(
    `with mine as (
       select r.id as room, r.space, ${MARKS}, max(coalesce(t.read_n, 0), coalesce(t.since, 0)) as n, c.n as last
       from room r left join receipt t on t.room = r.id and t.user = $user left join counter c on c.id = r.id
       where r.id in (select value from json_each($rooms))
     )
     select mine.*, $user as user,
       case when mine.last > mine.n then (select count(*) from message m indexed by message_shown
          where m.room = mine.room and m.n > mine.n and m.author <> $user and ${SHOWN}) else 0 end as unread,
       case when mine.last > mine.n then (select count(distinct x.n) from mention x join message m on m.id = x.message
          where x.room = mine.room and x.n > mine.n and m.author <> $user and ${SHOWN}
            and x.user in (select $user union all select 0 union all
              select value from member b, json_each(b.roles) where b.space = mine.space and b.user = $user)
       ) else 0 end as mentions
     from mine`,
  );
  const others = db.prepare<ReceiptRow, [string, Id, number]>(
    `select t.room, t.user, ${MARKS} from json_each(?) j join receipt t on t.room = j.value
     join room_member d on d.room = t.room and d.user = t.user
     where t.user <> ? and t.delivered_n > 0 order by j.key, t.user limit ?`,
  );
  const receiptOf = receiptReader(db);
  return {
    loadMark(actor, room, message) {
      const facts = loadRoom(actor, room);
      return { ...facts, target: target.get(message, room), receipt: receiptOf(room, actor.user) };
    },
    setMarks({ room, user, read, delivered }) {
      set.run(room, user, read.message, read.n, read.at, delivered.message, delivered.n, delivered.at);
    },
    markDelivered(room, user, message, at) {
      return deliver.run(at, user, message, room).changes > 0 ? receiptOf(room, user) : null;
    },
    receiptOf,
    ownReceipts: (user, rooms) =>
      own
        .all({ user, rooms: JSON.stringify(rooms) })
        .map((row) => ({ ...toReceipt(row), unread: row.unread, mentions: row.mentions })),
    othersReceipts: (user, rooms, limit) => others.all(JSON.stringify(rooms), user, limit).map(toReceipt),
  };
};
