/** The bridges, what they link, and what networks call messages. References only: no text of anybody's. */

import type { Migration } from "../schema.ts";

export const bridgeLinks: Migration = async (run) => {
  await run(`create table bridge (
    name text primary key,
    space bigint not null,
    state text not null,
    since bigint not null,
    reason text not null
  )`);
  await run(`create table bridge_link (
    room bigint not null,
    backend text not null,
    remote_id text,
    name text not null,
    sendable bigint not null,
    position bigint not null,
    begun bigint not null,
    reason text not null,
    primary key (room, backend),
    unique (backend, remote_id)
  )`);
  await run(`create table bridge_message (
    backend text not null,
    remote_id text not null,
    message bigint not null,
    edited bigint not null,
    primary key (backend, remote_id)
  )`);
  await run(`create index bridge_message_of on bridge_message (message)`);
};
