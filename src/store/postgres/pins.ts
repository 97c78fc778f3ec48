/** Pins in PostgreSQL, in the order in which they were made. */

import type { Id } from "../../core/model/ids.ts";
import type { Tx } from "../../core/tx/tx.ts";
import { MESSAGE, type MessageRow, messageReader } from "./message-rows.ts";
import type { Part } from "./tx.ts";

export const pins: Part<Pick<Tx, "countPins" | "addPin" | "removePin" | "pinsOf">> = (db) => {
  const read = messageReader(db);
  const count = db.prepare<{ pins: number }, [Id]>(`select count(*) as pins from pin where room = ?`);
  const insert = db.prepare(
    `insert into pin (room, message, by, at) values (?, ?, ?, ?) on conflict do nothing`,
  );
  const remove = db.prepare(`delete from pin where message = ?`);
  const place = db.prepare<{ id: number }, [Id, Id]>(`select id from pin where message = ? and room = ?`);
  const select = db.prepare<{ message: Id }, [Id, number, number]>(
    `select message from pin where room = ? and id < ? order by id desc limit ?`,
  );
  const byId = db.prepare<MessageRow, [Id]>(`${MESSAGE} where m.id = ?`);
  return {
    countPins: async (room) => (await count.get(room))?.pins ?? 0,
    addPin: async (room, message, by, at) => (await insert.run(room, message, by, at)).changes > 0,
    removePin: async (message) => (await remove.run(message)).changes > 0,
    async pinsOf(room, before, limit) {
      const from = before === null ? Number.MAX_SAFE_INTEGER : (await place.get(before, room))?.id;
      if (from === undefined) return null;
      const pinned = await select.all(room, from, limit);
      const rows = await Promise.all(pinned.map(({ message }) => byId.get(message)));
      // A pin without its message is left out.
      return Promise.all(rows.filter((row) => row !== null).map((row) => read(row)));
    },
  };
};
