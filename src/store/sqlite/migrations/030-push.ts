/** Devices that are notified. */

import type { Migration } from "../schema.ts";

export const push: Migration = (db) => {
  db.run(`create table push_device (
    id integer primary key,
    user integer not null,
    kind text not null,
    name text not null,
    endpoint text not null unique,
    p256dh text not null,
    auth text not null,
    created integer not null,
    last_used integer not null
  ) strict`);
  db.run(`create table push_key (public_key text primary key, private_key text not null) strict`);
  db.run(`create index push_device_user on push_device (user)`);
};
