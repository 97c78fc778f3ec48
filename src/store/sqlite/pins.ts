/** Pins in SQLite, in the order in which they were made. */

import type { Id } from "../../core/model/ids.ts";
import type { Tx } from "../../core/tx/tx.ts";
import { MESSAGE, type MessageRow, messageReader } from "./message-rows.ts";
import type { Part } from "./tx.ts";

export const pins: Part<Pick<Tx, "countPins" | "addPin" | "removePin" | "pinsOf">> = (db) => {
  const read = messageReader(db);
  const count = db.prepare<{ pins: number }, [Id]>(`select count(*) as pins from pin where room = ?`);
  const insert = db.prepare(`insert or ignore into pin (room, message, by, at) values (?, ?, ?, ?)`);
  const remove = db.prepare(`delete from pin where message = ?`);
  const place = db.prepare<{ id: number }, [Id, Id]>(`select id from pin where message = ? and room = ?`);
  const select = db.prepare<{ message: Id }, [Id, number, number]>(
    `select message from pin where room = ? and id < ? order by id desc limit ?`,
  );
  const byId = db.prepare<MessageRow, [Id]>(`${MESSAGE} where m.id = ?`);
  return {
    countPins: (room) => count.get(room)?.pins ?? 0,
    addPin: (room, message, by, at) => insert.run(room, message, by, at).changes > 0,
    removePin: (message) => remove.run(message).changes > 0,
    pinsOf(room, before, limit) {
      const from = before === null ? Number.MAX_SAFE_INTEGER : place.get(before, room)?.id;
      if (from === undefined) return null;
      // A pin without its message is left out.
      return select
        .all(room, from, limit)
        .flatMap(({ message }) => byId.all(message).map((row) => read(row)));
    },
  };
};
