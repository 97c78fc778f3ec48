/** Signing in by phone number: numbers, codes, refresh tokens; names in two parts; contacts. */

import type { Migration } from "../schema.ts";

export const phones: Migration = (db) => {
  db.run(`create table phone (
    user integer primary key,
    number text not null unique
  ) strict`);
  db.run(`create table given_name (
    user integer primary key,
    first text not null,
    last text not null
  ) strict`);
  // A number has one code at a time; of the code its hash alone is kept.
  db.run(`create table phone_code (
    number text primary key,
    hash text not null,
    tries integer not null,
    expires integer not null
  ) strict, without rowid`);
  // Used ones stay until they would have expired, so that they are known when they come again.
  db.run(`create table refresh_token (
    hash text primary key,
    user integer not null,
    created integer not null,
    used integer not null
  ) strict, without rowid`);
  db.run(`create index refresh_token_of on refresh_token (user, created)`);
  db.run(`create table contact (
    owner integer not null,
    key text not null,
    number text not null,
    first text not null,
    last text not null,
    primary key (owner, key)
  ) strict, without rowid`);
  db.run(`create index contact_number on contact (number, owner)`);
};
