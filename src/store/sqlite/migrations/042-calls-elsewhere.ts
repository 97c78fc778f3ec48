/** Calls that a service beside this server runs: its names for them. */

import type { Migration } from "../schema.ts";

export const callsElsewhere: Migration = (db) => {
  db.run(`alter table call add column elsewhere text`);
  // What is told twice is one call.
  db.run(`create unique index call_elsewhere on call (room, elsewhere) where elsewhere is not null`);
};
