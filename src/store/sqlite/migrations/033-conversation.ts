/** Ids of the log's rows; and what edits and deletions leave in a conversation, as it is asked for; what clients acknowledged. */

import type { Migration } from "../schema.ts";

export const conversation: Migration = (db) => {
  // Rows from before have none: nobody was told them by one.
  db.run(`alter table log add column id integer not null default 0`);
  // The newest of each stream, so that ids go on above the largest without a look at the whole log.
  db.run(`alter table counter add column event integer not null default 0`);
  db.run(`alter table message add column entry_nonce text`);
  // "above" holds positions as a JSON list.
  db.run(`create table ack (
    user integer not null,
    stream integer not null,
    up_to integer not null,
    above text not null,
    primary key (user, stream)
  ) strict, without rowid`);
  db.run(`create index message_of on message (of) where of is not null`);
};
