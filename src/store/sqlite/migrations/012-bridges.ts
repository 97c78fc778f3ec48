/** Users and rooms that stand for somebody and somewhere on a bridged network. */

import type { Migration } from "../schema.ts";

export const bridges: Migration = (db) => {
  db.run(`alter table user add column backend text`);
  db.run(`alter table user add column remote_id text`);
  db.run(`create unique index user_remote on user (backend, remote_id) where backend is not null`);
  db.run(`alter table room add column backend text`);
  db.run(`alter table room add column remote_id text`);
  db.run(`create unique index room_remote on room (space, backend, remote_id) where backend is not null`);
};
