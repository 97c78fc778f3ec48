/** Webhooks, and what a message has besides its text when a program wrote it. */

import type { Migration } from "../schema.ts";

export const webhooks: Migration = async (run) => {
  // "secret": of an incoming one the token's hash; of an outgoing one the key that its bodies are signed with.
  await run(`create table webhook (
    id bigint primary key,
    kind text not null,
    space bigint not null,
    room bigint,
    name text not null,
    avatar text not null,
    url text not null,
    events text not null,
    secret text not null,
    disabled bigint not null,
    failures bigint not null,
    creator bigint not null,
    created bigint not null,
    last_used bigint not null
  )`);
  await run(`create index webhook_space on webhook (space, id)`);
  await run(`create index webhook_room on webhook (room) where room is not null`);
  // What stands for the author's own in this message; null = theirs.
  await run(`alter table message add column author_name text`);
  await run(`alter table message add column embeds text`); // JSON list; null = none
};
