/** What users say of themselves, and pictures: of each the random part of its address. */

import type { Migration } from "../schema.ts";

export const profiles: Migration = (db) => {
  db.run(`alter table user add column avatar text not null default ''`);
  db.run(`alter table user add column banner text not null default ''`);
  db.run(`alter table user add column bio text not null default ''`);
  db.run(`alter table user add column status_text text not null default ''`);
  db.run(`alter table user add column color integer not null default 0`);
  db.run(`alter table user add column fields text not null default '[]'`); // JSON list of name and value
  db.run(`alter table space add column icon text not null default ''`);
};
