/** Who follows the log and how far they have read, and what they want sent out. */

import type { Migration } from "../schema.ts";

export const followers: Migration = async (run) => {
  await run(`create table follower (
    stream bigint not null,
    reader text not null,
    seq bigint not null,
    primary key (stream, reader)
  )`);
  // The event is named, never copied: what is erased before it is sent is not sent.
  await run(`create table outbox (
    id bigint primary key,
    reader text not null,
    target bigint not null,
    stream bigint not null,
    seq bigint not null,
    due bigint not null,
    attempts bigint not null,
    dead bigint not null,
    failure text not null
  )`);
  await run(`create index outbox_due on outbox (due) where dead = 0`);
  await run(`create index outbox_target on outbox (reader, target, dead, id)`);
};
