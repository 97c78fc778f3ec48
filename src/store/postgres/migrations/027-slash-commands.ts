/** Slash commands, their uses, and what of a message is seldom there. */

import type { Migration } from "../schema.ts";

export const slashCommands: Migration = async (run) => {
  await run(`create table slash_command (
    id bigint primary key,
    space bigint not null,
    bot bigint not null,
    name text not null,
    description text not null,
    options text not null,
    permission text not null,
    rooms text not null,
    unique (space, bot, name)
  )`);
  // Until the deadline, answered or not.
  await run(`create table slash_call (
    id bigint primary key,
    command bigint not null,
    room bigint not null,
    bot bigint not null,
    "user" bigint not null,
    name text not null,
    arguments text not null,
    deadline bigint not null,
    nonce text,
    answered bigint not null,
    unique ("user", room, nonce)
  )`);
  // JSON of the rare fields of a message; null = none of them.
  await run(`alter table message add column beside text`);
};
