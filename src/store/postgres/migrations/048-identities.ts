/** Ghosts that somebody here has shown to be theirs, and codes with which they do. */

import type { Migration } from "../schema.ts";

export const identities: Migration = async (run) => {
  await run(`create table identity (
    ghost bigint primary key,
    person bigint not null,
    space bigint not null,
    name text not null, -- of the ghost's own, while it is shown as the person
    avatar text not null
  )`);
  await run(`create index identity_of on identity (person)`);
  // Of a code its hash alone is kept; everybody has one at a time.
  await run(`create table identity_claim (
    person bigint primary key,
    ghost bigint not null,
    hash text not null,
    tries bigint not null,
    expires bigint not null
  )`);
  await run(`create index identity_claim_on on identity_claim (ghost)`);
};
