/** How long messages are kept, what of a banned user is to be deleted, exclusive roles, and pings that were seen. */

import type { Migration } from "../schema.ts";

export const retention: Migration = (db) => {
  db.run(`alter table space add column retention integer not null default 0`); // milliseconds; 0 = kept
  db.run(`alter table room add column retention integer not null default 0`); // 0 = as the space says
  db.run(`alter table role add column exclusive integer not null default 0`);
  // Messages of a user with ids above "after" and up to "up_to" are to be deleted, in the name of "by".
  db.run(`create table purge (
    space integer not null,
    user integer not null,
    by integer not null,
    after integer not null,
    up_to integer not null,
    primary key (space, user)
  ) strict, without rowid`);
  db.run(`create table ping_clear (user integer primary key, up_to integer not null) strict`);
};
