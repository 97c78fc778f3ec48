/** Threads: rooms in a room. */

import type { Migration } from "../schema.ts";

export const threads: Migration = (db) => {
  db.run(`alter table room add column locked integer not null default 0`);
  db.run(`alter table room add column tags text not null default '[]'`); // JSON: a forum's to choose from; a thread's
  db.run(`alter table room add column archive_after integer not null default 0`); // milliseconds; 0 = never
  // Of a thread: the message that it was opened under, its idempotency key, the time of its newest message ever, and how many were said.
  db.run(`alter table room add column under integer`);
  db.run(`alter table room add column nonce text`);
  db.run(`alter table room add column activity integer not null default 0`);
  db.run(`alter table room add column messages integer not null default 0`);
  db.run(`create unique index room_under on room (under) where under is not null`);
  // The rooms of a space are looked for without their threads, of which there may be many.
  db.run(`create index room_space on room (space, position, id) where kind <> 'thread'`);
  db.run(`create unique index room_nonce on room (creator, parent, nonce) where nonce is not null`);
  db.run(`create index room_threads on room (parent, archived, activity, id) where kind = 'thread'`);

  db.run(`create table thread_member (
    room integer not null,
    user integer not null,
    joined integer not null,
    primary key (room, user)
  ) strict, without rowid`);
  db.run(`create index thread_member_user on thread_member (user, room)`);
};
