/** Ids of the log's rows; and what edits and deletions leave in a conversation, as it is asked for; what clients acknowledged. */

import type { Migration } from "../schema.ts";

export const conversation: Migration = async (run) => {
  // Rows from before have none: nobody was told them by one.
  await run(`alter table log add column id bigint not null default 0`);
  // The newest of each stream, so that ids go on above the largest without a look at the whole log.
  await run(`alter table counter add column event bigint not null default 0`);
  await run(`alter table message add column entry_nonce text`);
  // "above" holds positions as a JSON list.
  await run(`create table ack (
    "user" bigint not null,
    stream bigint not null,
    up_to bigint not null,
    above text not null,
    primary key ("user", stream)
  )`);
  await run(`create index message_of on message (of) where of is not null`);
};
