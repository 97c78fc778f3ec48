/** Who is in which voice room, what moderators did to voices, and calls. */

import type { Migration } from "../schema.ts";

export const voice: Migration = (db) => {
  db.run(`create table voice (
    user integer primary key,
    room integer not null,
    session integer not null,
    self_muted integer not null,
    self_deafened integer not null,
    muted integer not null,
    deafened integer not null,
    streaming integer not null,
    camera integer not null,
    joined integer not null
  ) strict`);
  db.run(`create index voice_room on voice (room, joined)`);
  db.run(`create table hush (
    space integer not null,
    user integer not null,
    muted integer not null,
    deafened integer not null,
    primary key (space, user)
  ) strict, without rowid`);
  db.run(`create table call (
    id integer primary key,
    room integer not null,
    state text not null,
    caller integer not null,
    video integer not null,
    started integer not null,
    answered integer,
    ended integer,
    message integer,
    declined text not null -- JSON list of ids
  ) strict`);
  db.run(`create unique index call_open on call (room) where ended is null`);
  db.run(`create index call_message on call (message) where message is not null`);
  // Once in a call, one is among its participants for ever; present is who has a session in it.
  db.run(`create table call_member (
    call integer not null,
    user integer not null,
    session integer,
    place integer not null,
    primary key (call, user)
  ) strict, without rowid`);
};
