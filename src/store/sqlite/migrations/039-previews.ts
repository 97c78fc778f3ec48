/** Link previews: rooms that want none, and what pages said of themselves. */

import type { Migration } from "../schema.ts";

export const previews: Migration = (db) => {
  db.run(`alter table room add column no_previews integer not null default 0`);
  // By a hash of the address: what was deleted with a message is not to be read here.
  db.run(`create table preview (
    address text primary key,
    page text,
    expires integer not null
  ) strict, without rowid`);
  db.run(`create index preview_expires on preview (expires)`);
};
