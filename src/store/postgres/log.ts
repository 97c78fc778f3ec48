/** The log in PostgreSQL. Each function runs inside the caller's transaction. */

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
    `select l.stream, l.seq, l.id, case when l.seq <= d.up_to then 'erased' else l.type end as type, l.at, l.origin, l.user, l.subject,
       l.detail
     from log l left join deleted_room d on d.id = l.stream where l.stream = ? and l.seq > ? order by l.seq limit ?`,
  );
  const heads = db.prepare<Position, [string]>(
    `select j.value as stream, coalesce(c.seq, 0) as seq from ids_of(?) j left join counter c on c.id = j.value
     order by j.key`,
  );
  const epoch = db.prepare<{ value: string }, []>(`select value from meta where key = 'epoch'`);
  return {
    async appendLog(rows) {
      const [only] = rows;
      const waiting = db.held.take();
      if (waiting !== null) {
        if (only !== undefined && rows.length === 1 && only.stream === waiting.message.room) {
          const storing = db.wave.append(waiting, only);
          db.traces.parked();
          return await storing;
        }
        await waiting.store();
      }
      for (const row of rows) {
        const { stream, id, type, at, origin, user, subject, detail } = row;
        const position = await takeSeq.get(id, stream);
        if (position === null) throw new Error(`The stream ${stream} has no counter`);
        row.seq = position.seq;
        await insert.run(stream, position.seq, id, type, at, origin, user, subject, detail);
      }
    },
    readLog: (stream, after, limit) => read.all(stream, after, limit),
    headsOf: (streams) => heads.all(JSON.stringify(streams)),
    async epoch() {
      const row = await epoch.get();
      if (row === null) throw new Error("The database has no epoch");
      return row.value;
    },
  };
};
