/** What people want to be notified of. */

import type { Migration } from "../schema.ts";

export const notifications: Migration = (db) => {
  db.run(`create table notification (
    user integer not null,
    room integer not null, -- 0 = every room without one
    level text not null,
    muted_until integer not null,
    primary key (user, room)
  ) strict, without rowid`);
  db.run(`create table quiet (
    user integer primary key,
    begins integer not null, -- minutes after midnight
    ends integer not null,
    zone text not null
  ) strict`);
};
