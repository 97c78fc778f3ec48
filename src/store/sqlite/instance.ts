/** The instance as a whole in SQLite. Each function runs inside the caller's transaction. */

import type { Bridge } from "../../core/model/outside.ts";
import type { InstanceTx, Queue } from "../../core/tx/instance.ts";
import type { Part } from "./tx.ts";

export const instance: Part<InstanceTx> = (db) => {
  const size = db.prepare<{ bytes: number }, []>(
    `select page_count * page_size as bytes from pragma_page_count(), pragma_page_size()`,
  );
  const files = db.prepare<{ files: number }, []>(`select count(*) as files from attachment`);
  const queues = db.prepare<Queue, []>(
    `select reader as carrier, count(case when dead = 0 then 1 end) as waiting,
       count(case when dead = 1 then 1 end) as dead,
       min(case when dead = 0 then id end) as oldest from outbox group by reader order by reader`,
  );
  const bridges = db.prepare<Bridge, []>(
    `select name, space, state, since, reason, memory from bridge order by name`,
  );
  return {
    databaseBytes: () => size.get()?.bytes ?? 0,
    countFiles: () => files.get()?.files ?? 0,
    queues: () => queues.all(),
    allBridges: () => bridges.all(),
  };
};
