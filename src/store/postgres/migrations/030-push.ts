/** Devices that are notified. */

import type { Migration } from "../schema.ts";

export const push: Migration = async (run) => {
  await run(`create table push_device (
    id bigint primary key,
    "user" bigint not null,
    kind text not null,
    name text not null,
    endpoint text not null unique,
    p256dh text not null,
    auth text not null,
    created bigint not null,
    last_used bigint not null
  )`);
  await run(`create table push_key (public_key text primary key, private_key text not null)`);
  await run(`create index push_device_user on push_device ("user")`);
};
