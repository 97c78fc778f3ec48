/** The log in SQLite. Each function runs inside the caller's transaction. */

import type { Id, Millis } from "../../core/model/ids.ts";
import type { Position } from "../../core/model/receipts.ts";
import type { LogRow } from "../../core/tx/log.ts";
import type { Tx } from "../../core/tx/tx.ts";
import type { Place } from "./held.ts";
import type { Part } from "./tx.ts";

type Logs = Pick<Tx, "appendLog" | "readLog" | "headsOf" | "epoch">;

export const logs: Part<Logs> = (db) => {
  const takeSeq = db.prepare<{ seq: number }, [Id, Id]>(
    `update counter set seq = seq + 1, event = ? where id = ? returning seq`,
  );
  // For a message and the row that tells of it.
  const takeBoth = db.prepare<Place & { seq: number }, [Id, Millis, Id]>(
    `update counter set n = n + 1, seq = seq + 1, event = ?, at = max(at + 1, ?) where id = ? returning n, seq, at`,
  );
  const insert = db.prepare(
    `insert into log (stream, seq, id, type, at, origin, user, subject, detail) values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const read = db.prepare<LogRow, [Id, number, number]>(
    // What a room told before it was deleted is told no more, erased or not.
    `select l.stream, l.seq, l.id, iif(l.seq <= d.up_to, 'erased', l.type) as type, l.at, l.origin, l.user, l.subject,
       l.detail
     from log l left join deleted_room d on d.id = l.stream where l.stream = ? and l.seq > ? order by l.seq limit ?`,
  );
  const heads = db.prepare<Position, [string]>(
    `select j.value as stream, coalesce(c.seq, 0) as seq from json_each(?) j left join counter c on c.id = j.value`,
  );
  const epoch = db.prepare<{ value: string }, []>(`select value from meta where key = 'epoch'`);
  const put = (row: LogRow, position: { readonly seq: number } | null): void => {
    const { stream, id, type, at, origin, user, subject, detail } = row;
    if (position === null) throw new Error(`The stream ${stream} has no counter`);
    row.seq = position.seq;
    insert.run(stream, position.seq, id, type, at, origin, user, subject, detail);
  };
  return {
    appendLog(rows) {
      const [only] = rows;
      const waiting = db.held?.take() ?? null;
      if (waiting !== null && only !== undefined && rows.length === 1 && only.stream === waiting.room) {
        const place = takeBoth.get(only.id, waiting.created, waiting.room);
        if (place !== null) waiting.store(place);
        return put(only, place);
      }
      waiting?.store(null);
      for (const row of rows) put(row, takeSeq.get(row.id, row.stream));
    },
    readLog: (stream, after, limit) => read.all(stream, after, limit),
    headsOf: (streams) => heads.all(JSON.stringify(streams)),
    epoch() {
      const row = epoch.get();
      if (row === null) throw new Error("The database has no epoch");
      return row.value;
    },
  };
};
