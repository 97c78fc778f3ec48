/** How far everybody has got in each room. */

import type { Migration } from "../schema.ts";

export const receipts: Migration = (db) => {
  // "since" is the number of the last message before the user came: unread counts begin after it.
  db.run(`create table receipt (
    room integer not null,
    user integer not null,
    since integer not null default 0,
    read_id integer not null default 0,
    read_n integer not null default 0,
    read_at integer not null default 0,
    delivered_id integer not null default 0,
    delivered_n integer not null default 0,
    delivered_at integer not null default 0,
    primary key (room, user)
  ) strict, without rowid`);
  // What was said before marks were kept counts as known to everybody.
  db.run(`insert into receipt (room, user, since)
    select r.id, m.user, c.n from member m join room r on r.space = m.space join counter c on c.id = r.id`);
  db.run(`insert into receipt (room, user, since)
    select d.room, d.user, c.n from room_member d join counter c on c.id = d.room`);
};
