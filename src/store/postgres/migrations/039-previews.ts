/** Link previews: rooms that want none, and what pages said of themselves. */

import type { Migration } from "../schema.ts";

export const previews: Migration = async (run) => {
  await run(`alter table room add column no_previews bigint not null default 0`);
  // By a hash of the address: what was deleted with a message is not to be read here.
  await run(`create table preview (
    address text primary key,
    page text,
    expires bigint not null
  )`);
  // The planner takes no samples of it, as of what people write.
  await run(`alter table preview alter column page set statistics 0`);
  await run(`create index preview_expires on preview (expires)`);
};
