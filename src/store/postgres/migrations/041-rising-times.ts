/** The time of the newest message of each room, so that the next one has a later one. */

import type { Migration } from "../schema.ts";

export const risingTimes: Migration = async (run) => {
  // Of what was said before this, 0: the clock is past it.
  await run(`alter table counter add column at bigint not null default 0`);
};
