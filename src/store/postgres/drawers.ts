/** Drawers in PostgreSQL. Each function runs inside the caller's transaction. */

import type { Id } from "../../core/model/ids.ts";
import type { Drawer, DrawersTx } from "../../core/tx/drawers.ts";
import type { Part } from "./tx.ts";

export const drawers: Part<DrawersTx> = (db) => {
  const some = db.prepare<Drawer, [string, string]>(
    "select subject, value from drawer where dialect = ? and subject = any(array(select value from ids_of(?)))",
  );
  const put = db.prepare<null, [string, Id, string]>(
    `insert into drawer (dialect, subject, value) values (?, ?, ?)
     on conflict (dialect, subject) do update set value = excluded.value`,
  );
  const remove = db.prepare<null, [string, Id]>("delete from drawer where dialect = ? and subject = ?");
  const empty = db.prepare<null, [Id]>("delete from drawer where subject = ?");
  return {
    drawersOf: async (dialect, subjects) => await some.all(dialect, JSON.stringify(subjects)),
    async fillDrawer(dialect, subject, value) {
      if (value === "") await remove.run(dialect, subject);
      else await put.run(dialect, subject, value);
    },
    async emptyDrawers(subject) {
      await empty.run(subject);
    },
  };
};
