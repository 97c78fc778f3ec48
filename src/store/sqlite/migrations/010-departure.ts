/** Accounts that ended: the row stays for what they wrote. */

import type { Migration } from "../schema.ts";

export const departure: Migration = (db) => {
  db.run(`alter table user add column deleted integer not null default 0`); // time
};
