/** Files that end though their messages stay. */

import type { Migration } from "../schema.ts";

export const fileEnds: Migration = async (run) => {
  await run(`alter table attachment add column expires bigint`);
  await run(`create index attachment_expires on attachment (expires) where expires is not null`);
};
