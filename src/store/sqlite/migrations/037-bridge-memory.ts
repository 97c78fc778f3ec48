/** What the programs behind bridges use. */

import type { Migration } from "../schema.ts";

export const bridgeMemory: Migration = (db) => {
  db.run("alter table bridge add column memory integer not null default 0");
};
