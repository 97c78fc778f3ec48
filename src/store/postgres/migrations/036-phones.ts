/** Signing in by phone number: numbers, codes, refresh tokens; names in two parts; contacts. */

import type { Migration } from "../schema.ts";

export const phones: Migration = async (run) => {
  await run(`create table phone (
    "user" bigint primary key,
    number text not null unique
  )`);
  await run(`create table given_name (
    "user" bigint primary key,
    first text not null,
    last text not null
  )`);
  // A number has one code at a time; of the code its hash alone is kept.
  await run(`create table phone_code (
    number text primary key,
    hash text not null,
    tries bigint not null,
    expires bigint not null
  )`);
  // Used ones stay until they would have expired, so that they are known when they come again.
  await run(`create table refresh_token (
    hash text primary key,
    "user" bigint not null,
    created bigint not null,
    used bigint not null
  )`);
  await run(`create index refresh_token_of on refresh_token ("user", created)`);
  await run(`create table contact (
    owner bigint not null,
    key text not null,
    number text not null,
    first text not null,
    last text not null,
    primary key (owner, key)
  )`);
  await run(`create index contact_number on contact (number, owner)`);
};
