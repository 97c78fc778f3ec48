/** What is to be done at a time; timeouts that have not ended are the first of it. */

import type { Migration } from "../schema.ts";

export const timers: Migration = (db) => {
  db.run(`create table timer (
    kind text not null,
    subject integer not null,
    user integer not null,
    due integer not null,
    primary key (kind, subject, user)
  ) strict, without rowid`);
  db.run(`create index timer_due on timer (due)`);
  db.run(`insert into timer (kind, subject, user, due)
    select 'timeout_end', space, user, timeout_until from member where timeout_until > 0`);
};
