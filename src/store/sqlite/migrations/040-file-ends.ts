/** Files that end though their messages stay. */

import type { Migration } from "../schema.ts";

export const fileEnds: Migration = (db) => {
  db.run(`alter table attachment add column expires integer`);
  db.run(`create index attachment_expires on attachment (expires) where expires is not null`);
};
