/** The planner takes no samples of what people write: what is deleted would stay in them. */

import type { Migration } from "../schema.ts";

/** Their columns, by table. */
const WRITTEN = {
  message: ["text", "beside", "embeds"],
  revision: ["text"],
  poll_option: ["text"],
  room: ["name", "name_key", "topic"],
  user: ["name", "bio", "status_text", "fields"],
  member: ["nickname"],
  presence: ["text"],
  report: ["reason", "note"],
  phone: ["number"],
  given_name: ["first", "last"],
};

/** The indexes of searching. */
const INDEXES = ["message_words", "message_parts"];

export const noSamples: Migration = async (run) => {
  for (const [table, columns] of Object.entries(WRITTEN)) {
    for (const column of columns) {
      // The same type again: the samples that there are go with it.
      await run(`alter table "${table}" alter column ${column} type text`);
      await run(`alter table "${table}" alter column ${column} set statistics 0`);
    }
  }
  for (const index of INDEXES) await run(`alter index ${index} alter column 1 set statistics 0`);
};
