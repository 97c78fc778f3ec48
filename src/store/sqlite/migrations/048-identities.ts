/** Ghosts that somebody here has shown to be theirs, and codes with which they do. */

import type { Migration } from "../schema.ts";

export const identities: Migration = (db) => {
  db.run(`create table identity (
    ghost integer primary key,
    person integer not null,
    space integer not null,
    name text not null, -- of the ghost's own, while it is shown as the person
    avatar text not null
  ) strict`);
  db.run(`create index identity_of on identity (person)`);
  // Of a code its hash alone is kept; everybody has one at a time.
  db.run(`create table identity_claim (
    person integer primary key,
    ghost integer not null,
    hash text not null,
    tries integer not null,
    expires integer not null
  ) strict`);
  db.run(`create index identity_claim_on on identity_claim (ghost)`);
};
