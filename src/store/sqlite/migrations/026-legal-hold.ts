/** Spaces in which nothing is removed by its age. */

import type { Migration } from "../schema.ts";

export const legalHold: Migration = (db) => {
  db.run(`alter table space add column legal_hold integer not null default 0`);
};
