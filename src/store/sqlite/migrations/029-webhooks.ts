/** Webhooks, and what a message has besides its text when a program wrote it. */

import type { Migration } from "../schema.ts";

export const webhooks: Migration = (db) => {
  // "secret": of an incoming one the token's hash; of an outgoing one the key that its bodies are signed with.
  db.run(`create table webhook (
    id integer primary key,
    kind text not null,
    space integer not null,
    room integer,
    name text not null,
    avatar text not null,
    url text not null,
    events text not null, -- JSON list of names
    secret text not null,
    disabled integer not null,
    failures integer not null,
    creator integer not null,
    created integer not null,
    last_used integer not null
  ) strict`);
  db.run(`create index webhook_space on webhook (space, id)`);
  db.run(`create index webhook_room on webhook (room) where room is not null`);
  // What stands for the author's own in this message; null = theirs.
  db.run(`alter table message add column author_name text`);
  db.run(`alter table message add column embeds text`); // JSON list; null = none
};
