/** Spaces in which nothing is removed by its age. */

import type { Migration } from "../schema.ts";

export const legalHold: Migration = async (run) => {
  await run(`alter table space add column legal_hold bigint not null default 0`);
};
