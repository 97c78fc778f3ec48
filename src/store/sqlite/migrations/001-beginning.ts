/** The first tables, and what every instance begins with: a space with a text room. */

import { EVERYONE_ROLE } from "../../../core/accounts.ts";
import type { Migration } from "../schema.ts";

export const beginning: Migration = (db, { now, newId, randomText }) => {
  db.run(`create table meta (key text primary key, value text not null) strict, without rowid`);

  db.run(`create table user (
    id integer primary key,
    handle text not null unique,
    name text not null,
    bot integer not null,
    password_hash text,
    created integer not null
  ) strict`);
  db.run(`create table token (
    id integer primary key,
    user integer not null,
    hash text not null unique,
    created integer not null
  ) strict`);
  db.run(`create index token_user on token (user)`);
  db.run(`create table session (
    id integer primary key,
    user integer not null,
    token integer not null,
    resume_hash text not null unique,
    epoch text not null,
    seen integer not null
  ) strict`);
  db.run(`create index session_seen on session (seen)`);

  db.run(`create table space (
    id integer primary key,
    slug text not null unique,
    name text not null,
    owner integer,
    default_room integer not null
  ) strict`);
  db.run(`create table role (
    id integer primary key,
    space integer not null,
    name text not null,
    position integer not null,
    permissions text not null -- JSON list
  ) strict`);
  db.run(`create index role_space on role (space, position)`);
  // "roles" holds the ids of the member's roles, everyone's left out, as a JSON list.
  db.run(`create table member (
    space integer not null,
    user integer not null,
    roles text not null,
    joined integer not null,
    primary key (space, user)
  ) strict, without rowid`);
  db.run(`create table room (
    id integer primary key,
    space integer,
    kind text not null,
    name text not null,
    name_key text not null,
    topic text not null,
    parent integer,
    position integer not null,
    creator integer,
    created integer not null
  ) strict`);
  db.run(`create unique index room_name on room (space, name_key) where kind in ('text', 'voice', 'forum')`);

  // Where a log and a conversation stand: seq counts kept events, n what stands in the conversation.
  db.run(`create table counter (id integer primary key, seq integer not null, n integer not null) strict`);
  db.run(`create table log (
    stream integer not null,
    seq integer not null,
    type text not null,
    at integer not null,
    origin integer not null,
    user integer not null,
    subject integer not null,
    detail text,
    primary key (stream, seq)
  ) strict, without rowid`);

  // "kind" is also edit or deletion: entries without text that refer to a message by "of".
  db.run(`create table message (
    id integer primary key,
    room integer not null,
    n integer not null,
    kind text not null,
    author integer not null,
    text text not null,
    reply_to integer,
    of integer,
    nonce text,
    created integer not null,
    edited integer,
    deleted integer
  ) strict`);
  db.run(`create unique index message_n on message (room, n)`);
  db.run(`create unique index message_nonce on message (author, room, nonce) where nonce is not null`);
  db.run(`create table reaction (
    message integer not null,
    emoji text not null,
    user integer not null,
    at integer not null,
    primary key (message, emoji, user)
  ) strict, without rowid`);

  db.run(`insert into meta values ('epoch', ?)`, [randomText()]);
  const [space, room, role] = [newId(), newId(), newId()];
  db.run(`insert into space values (?, 'home', 'Koine', null, ?)`, [space, room]);
  db.run(`insert into role values (?, ?, ?, ?, ?)`, [
    role,
    space,
    EVERYONE_ROLE.name,
    EVERYONE_ROLE.position,
    JSON.stringify(EVERYONE_ROLE.permissions),
  ]);
  db.run(`insert into room values (?, ?, 'text', 'general', 'general', '', null, 0, null, ?)`, [
    room,
    space,
    now,
  ]);
  db.run(`insert into counter values (?, 0, 0), (?, 1, 0)`, [space, room]);
  db.run(`insert into log values (?, 1, 'room_create', ?, 0, 0, ?, null)`, [room, now, room]);
};
