/** What a space says of itself, and timeouts that outlive a membership. */

import type { Migration } from "../schema.ts";

export const moderation: Migration = (db) => {
  db.run(`alter table space add column description text not null default ''`);
  // A timeout of somebody who left: it goes on when they come back.
  db.run(`create table departed (
    space integer not null,
    user integer not null,
    timeout_until integer not null,
    primary key (space, user)
  ) strict, without rowid`);
  db.run(`create index session_user on session (user)`);
};
