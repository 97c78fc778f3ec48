/** Invites, kinds of tokens, bots' owners, and codes that work once. */

import type { Migration } from "../schema.ts";

export const accounts: Migration = (db) => {
  db.run(`create table invite (
    id integer primary key,
    space integer not null,
    code text not null unique,
    creator integer not null,
    roles text not null, -- JSON list of ids
    uses integer not null,
    max_uses integer not null, -- 0 = without bound
    expires integer not null, -- 0 = never
    created integer not null
  ) strict`);
  db.run(`create index invite_space on invite (space, id)`);
  db.run(`alter table user add column owner integer`); // of a bot
  db.run(`create index user_owner on user (owner) where owner is not null`);
  db.run(`alter table token add column kind text not null default 'login'`); // or bot
  db.run(`alter table token add column client text not null default ''`);
  db.run(`alter table token add column scopes text`); // JSON list of permissions; null = all
  db.run(`alter table token add column seen integer not null default 0`);
  // A code to do one thing once: to set up the instance (user 0), or to choose a new password.
  db.run(`create table code (
    hash text primary key,
    purpose text not null, -- setup or password
    user integer not null,
    expires integer not null
  ) strict, without rowid`);
};
