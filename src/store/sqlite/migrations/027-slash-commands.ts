/** Slash commands, their uses, and what of a message is seldom there. */

import type { Migration } from "../schema.ts";

export const slashCommands: Migration = (db) => {
  db.run(`create table slash_command (
    id integer primary key,
    space integer not null,
    bot integer not null, -- who carries it out
    name text not null,
    description text not null,
    options text not null, -- JSON
    permission text not null, -- '' = none
    rooms text not null, -- JSON; [] = everywhere
    unique (space, bot, name)
  ) strict`);
  // Until the deadline, answered or not.
  db.run(`create table slash_call (
    id integer primary key,
    command integer not null,
    room integer not null,
    bot integer not null,
    user integer not null,
    name text not null,
    arguments text not null, -- JSON; [] once it is answered
    deadline integer not null,
    nonce text,
    answered integer not null,
    unique (user, room, nonce)
  ) strict`);
  // JSON of the rare fields of a message; null = none of them.
  db.run(`alter table message add column beside text`);
};
