/** When signed tokens end, and where a session was that is in one room at a time. */

import type { Migration } from "../schema.ts";

export const signed: Migration = (db) => {
  db.run(`alter table user add column tokens_valid_after integer not null default 0`);
  db.run(`alter table session add column room integer`);
};
