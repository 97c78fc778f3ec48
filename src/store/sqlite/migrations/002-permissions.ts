/** Roles of a new space, overrides in rooms, the staff's stream, timeouts and bans, and rooms of listed members. */

import { EVERYONE, SYSTEM_ROLES } from "../../../core/permissions.ts";
import type { Migration } from "../schema.ts";

export const permissions: Migration = (db, { newId }) => {
  db.run(`alter table room add column slow_mode integer not null default 0`); // milliseconds
  db.run(`alter table room add column archived integer not null default 0`);
  db.run(`alter table room add column user_limit integer not null default 0`);
  db.run(`alter table room add column owner integer`); // of a group
  // JSON list of {"of": "role" or "user", "target": its id, "allow": [...], "deny": [...]}.
  db.run(`alter table room add column overrides text not null default '[]'`);
  // When somebody last sent to a room with slow mode.
  db.run(`create table slow (
    room integer not null,
    user integer not null,
    at integer not null,
    primary key (room, user)
  ) strict, without rowid`);

  db.run(`alter table space add column staff integer`);
  db.run(`alter table role add column color integer not null default 0`);
  db.run(`alter table role add column hoisted integer not null default 0`);
  db.run(`alter table role add column mentionable integer not null default 0`);
  db.run(`alter table role add column self_assignable integer not null default 0`);
  db.run(`alter table role add column category text not null default ''`);
  db.run(`alter table member add column nickname text not null default ''`);
  db.run(`alter table member add column timeout_until integer not null default 0`);
  db.run(`create table ban (
    space integer not null,
    user integer not null,
    by integer not null,
    reason text not null,
    at integer not null,
    until integer not null, -- 0 = for ever
    primary key (space, user)
  ) strict, without rowid`);
  db.run(`create table audit (
    id integer primary key,
    space integer not null,
    at integer not null,
    by integer not null,
    action text not null,
    target integer not null,
    before text not null, -- JSON
    after text not null, -- JSON
    reason text not null
  ) strict`);
  db.run(`create index audit_space on audit (space, id)`);

  // Members of dialogs, groups and notes.
  db.run(`create table room_member (
    room integer not null,
    user integer not null,
    joined integer not null,
    primary key (room, user)
  ) strict, without rowid`);
  db.run(`create index room_member_user on room_member (user, room)`);
  // One dialog for each pair; low < high. Notes have low = high.
  db.run(`create table dialog (
    low integer not null,
    high integer not null,
    room integer not null,
    primary key (low, high)
  ) strict, without rowid`);

  for (const { id } of db.query<{ id: number }, []>(`select id from space`).all()) {
    const staff = newId();
    db.run(`update space set staff = ? where id = ?`, [staff, id]);
    db.run(`insert into counter values (?, 0, 0)`, [staff]);
    db.run(`update role set permissions = ? where space = ? and position = 0`, [
      JSON.stringify(EVERYONE),
      id,
    ]);
    for (const [i, role] of SYSTEM_ROLES.entries()) {
      db.run(`insert into role (id, space, name, position, permissions, hoisted) values (?, ?, ?, ?, ?, 1)`, [
        newId(),
        id,
        role.name,
        i + 1,
        JSON.stringify(role.permissions),
      ]);
    }
  }
};
