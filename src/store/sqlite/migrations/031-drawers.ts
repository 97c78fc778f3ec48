/** What only one protocol knows of a room, a role, a user or a space. */

import type { Migration } from "../schema.ts";

export const drawers: Migration = (db) => {
  db.run(`create table drawer (
    dialect text not null,
    subject integer not null,
    value text not null, -- JSON
    primary key (dialect, subject)
  ) strict, without rowid`);
  for (const table of ["room", "role"])
    db.run(`create trigger drawer_${table} after delete on ${table} begin
      delete from drawer where subject = old.id;
    end`);
};
