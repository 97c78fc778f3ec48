/** The log in SQLite. Each function runs inside the caller's transaction. */

import type { Id } from "../../core/model/ids.ts";
import type { Position } from "../../core/model/receipts.ts";
import type { LogRow } from "../../core/tx/log.ts";
import type { Tx } from "../../core/tx/tx.ts";
import type { Part } from "./tx.ts";

type Logs = Pick<Tx, "appendLog" | "readLog" | "headsOf" | "epoch">;

export const logs: Part<Logs> = (db) => {
  const takeSeq = db.prepare<{ seq: number }, [Id, Id]>(
    `update counter set seq = seq + 1, event = ? where id = ? returning seq`,
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
  return {
    appendLog(rows) {
      for (const row of rows) {
        const { stream, id, type, at, origin, user, subject, detail } = row;
        const position = takeSeq.get(id, stream);
        if (position === null) throw new Error(`The stream ${stream} has no counter`);
        row.seq = position.seq;
        insert.run(stream, position.seq, id, type, at, origin, user, subject, detail);
      }
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
