/** What the programs behind bridges use. */

import type { Migration } from "../schema.ts";

export const bridgeMemory: Migration = async (run) => {
  await run("alter table bridge add column memory bigint not null default 0");
};
