/** Rooms that somebody here asked a network for, in PostgreSQL. Each function runs inside the caller's transaction. */

import type { MadeRoom } from "../../core/model/outside.ts";
import type { Tx } from "../../core/tx/tx.ts";
import type { Part } from "./tx.ts";

type MadeRooms = Pick<Tx, "madeRooms" | "setMadeRoom" | "forgetFailedRooms">;

export const madeRooms: Part<MadeRooms> = (db) => {
  const all = db.prepare<MadeRoom, [string]>(
    `select backend, name, parent, remote_id as remoteId, reason from bridge_made where backend = ? order by name`,
  );
  const set = db.prepare(
    `insert into bridge_made (backend, name, parent, remote_id, reason) values (?, ?, ?, ?, ?) on conflict (backend, name)
     do update set parent = excluded.parent, remote_id = excluded.remote_id, reason = excluded.reason`,
  );
  const forget = db.prepare(
    `delete from bridge_made where backend = ? and remote_id is null and reason <> ''`,
  );
  return {
    madeRooms: (backend) => all.all(backend),
    async setMadeRoom({ backend, name, parent, remoteId, reason }) {
      await set.run(backend, name, parent, remoteId, reason);
    },
    async forgetFailedRooms(backend) {
      await forget.run(backend);
    },
  };
};
