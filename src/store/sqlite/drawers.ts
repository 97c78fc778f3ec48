/** Drawers in SQLite. Each function runs inside the caller's transaction. */

import type { Id } from "../../core/model/ids.ts";
import type { Drawer, DrawersTx } from "../../core/tx/drawers.ts";
import type { Part } from "./tx.ts";

export const drawers: Part<DrawersTx> = (db) => {
  const some = db.prepare<Drawer, [string, string]>(
    "select subject, value from drawer where dialect = ? and subject in (select value from json_each(?))",
  );
  const put = db.prepare<null, [string, Id, string]>(
    `insert into drawer (dialect, subject, value) values (?, ?, ?)
     on conflict (dialect, subject) do update set value = excluded.value`,
  );
  const remove = db.prepare<null, [string, Id]>("delete from drawer where dialect = ? and subject = ?");
  const empty = db.prepare<null, [Id]>("delete from drawer where subject = ?");
  return {
    drawersOf: (dialect, subjects) => some.all(dialect, JSON.stringify(subjects)),
    fillDrawer(dialect, subject, value) {
      if (value === "") remove.run(dialect, subject);
      else put.run(dialect, subject, value);
    },
    emptyDrawers(subject) {
      empty.run(subject);
    },
  };
};
