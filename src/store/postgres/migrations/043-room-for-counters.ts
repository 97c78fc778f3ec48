/**
 * Every message changes the counter of its room. With room beside it the new version of the row stays in its page, and
 * the old ones are swept there as it goes; without, each left an entry in the index until the next vacuum, and every
 * send read past all of them.
 */

import type { Migration } from "../schema.ts";

export const roomForCounters: Migration = async (run) => {
  await run(`alter table counter set (fillfactor = 10)`);
  await run(`cluster counter using counter_pkey`); // What is there is written anew, with that room.
};
