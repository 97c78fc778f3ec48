/** The bridges, what they link, and what networks call messages. References only: no text of anybody's. */

import type { Migration } from "../schema.ts";

export const bridgeLinks: Migration = (db) => {
  db.run(`create table bridge (
    name text primary key,
    space integer not null,
    state text not null,
    since integer not null,
    reason text not null
  ) strict, without rowid`);
  db.run(`create table bridge_link (
    room integer not null,
    backend text not null,
    remote_id text,
    name text not null,
    sendable integer not null,
    position integer not null, -- of the room's stream: told up to here
    begun integer not null, -- the position that may have been told; 0 = none
    reason text not null,
    primary key (room, backend),
    unique (backend, remote_id)
  ) strict, without rowid`);
  db.run(`create table bridge_message (
    backend text not null,
    remote_id text not null,
    message integer not null,
    edited integer not null,
    primary key (backend, remote_id)
  ) strict, without rowid`);
  db.run(`create index bridge_message_of on bridge_message (message)`);
};
