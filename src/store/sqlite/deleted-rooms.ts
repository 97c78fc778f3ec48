/** What deleted rooms leave behind, in SQLite. */

import type { Id } from "../../core/model/ids.ts";
import type { Tx } from "../../core/tx/tx.ts";
import type { Part } from "./tx.ts";

interface DeletedRoom {
  readonly id: Id;
  readonly upTo: number;
  readonly erased: number;
}

export const deletedRooms: Part<Pick<Tx, "sweepDeletedRoom">> = (db) => {
  const first = db.prepare<DeletedRoom, []>(
    `select id, up_to as upTo, erased from deleted_room order by id limit 1`,
  );
  const messages = db.prepare<{ id: Id; length: number }, [Id, number]>(
    `select id, length(text) as length from message where room = ? order by n limit ?`,
  );
  // Triggers erase what stands beside it.
  const erase = db.prepare(`delete from message where id = ?`);
  const eraseRows = db.prepare(
    `update log set type = 'erased', origin = 0, user = 0, subject = 0, detail = null
     where stream = ? and seq > ? and seq <= ?`,
  );
  const advance = db.prepare(`update deleted_room set erased = ? where id = ?`);
  const forget = db.prepare(`delete from deleted_room where id = ?`);
  return {
    sweepDeletedRoom(most, length) {
      const room = first.get();
      if (room === null) return false;
      let erased = 0;
      let taken = 0;
      for (const message of messages.all(room.id, most)) {
        taken += message.length;
        if (erased > 0 && taken > length) break;
        erase.run(message.id);
        erased += 1;
      }
      if (erased > 0) return true;
      const to = Math.min(room.erased + most, room.upTo);
      eraseRows.run(room.id, room.erased, to);
      if (to < room.upTo) advance.run(to, room.id);
      else forget.run(room.id);
      return true;
    },
  };
};
