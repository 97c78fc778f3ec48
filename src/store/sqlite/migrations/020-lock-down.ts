/** Spaces that are locked down. */

import type { Migration } from "../schema.ts";

export const lockDown: Migration = (db) => {
  db.run(`alter table space add column locked_down integer not null default 0`);
};
