/** Who follows the log and how far they have read, and what they want sent out. */

import type { Migration } from "../schema.ts";

export const followers: Migration = (db) => {
  db.run(`create table follower (
    stream integer not null,
    reader text not null,
    seq integer not null,
    primary key (stream, reader)
  ) strict, without rowid`);
  // The event is named, never copied: what is erased before it is sent is not sent.
  db.run(`create table outbox (
    id integer primary key,
    reader text not null,
    target integer not null,
    stream integer not null,
    seq integer not null,
    due integer not null,
    attempts integer not null,
    dead integer not null,
    failure text not null
  ) strict`);
  db.run(`create index outbox_due on outbox (due) where dead = 0`);
  db.run(`create index outbox_target on outbox (reader, target, dead, id)`);
};
