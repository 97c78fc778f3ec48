/** Sessions are of a space. */

import type { Migration } from "../schema.ts";

export const spaces: Migration = (db) => {
  // Those that were there are of the only space that there was.
  db.run(`alter table session add column space integer not null default 0`);
  db.run(`update session set space = (select id from space order by id limit 1)`);
};
