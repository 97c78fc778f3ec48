/** Mentions, earlier versions, forwarded messages and pins. */

import type { Migration } from "../schema.ts";

export const messages: Migration = (db) => {
  db.run(`alter table message add column mentions text`); // JSON of ids; null = none
  // Where a forwarded message was first said.
  db.run(`alter table message add column f_message integer`);
  db.run(`alter table message add column f_room integer`);
  db.run(`alter table message add column f_author integer`);
  db.run(`alter table message add column f_created integer`);

  // For counting what mentions somebody. "user" is a user, a role, or 0 for everyone; ids of both are of one kind.
  db.run(`create table mention (
    room integer not null,
    user integer not null,
    n integer not null,
    message integer not null,
    primary key (room, user, n)
  ) strict, without rowid`);
  db.run(`create index mention_message on mention (message)`);
  db.run(`create index mention_user on mention (user, message)`);

  db.run(`create table revision (
    message integer not null,
    number integer not null,
    at integer not null,
    text text not null,
    primary key (message, number)
  ) strict`);

  // "id" gives the order of pinning.
  db.run(`create table pin (
    id integer primary key,
    room integer not null,
    message integer not null unique,
    by integer not null,
    at integer not null
  ) strict`);
  db.run(`create index pin_room on pin (room, id)`);
};
