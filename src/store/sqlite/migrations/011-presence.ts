/** What users chose as their presence, and when they were seen last. */

import type { Migration } from "../schema.ts";

export const presence: Migration = (db) => {
  db.run(`create table presence (
    user integer primary key,
    status text not null default 'online',
    text text not null default '',
    until integer not null default 0, -- 0 = until it is changed
    last_seen integer not null default 0
  ) strict`);
};
