/** Polls: their options with counts, and who chose what. */

import type { Migration } from "../schema.ts";

export const polls: Migration = (db) => {
  db.run(`create table poll (
    message integer primary key,
    multiple integer not null,
    anonymous integer not null,
    ends integer not null, -- 0 = by hand only
    ended integer not null, -- 0 = it runs
    voters integer not null default 0
  ) strict`);
  db.run(`create table poll_option (
    message integer not null,
    option integer not null,
    text text not null,
    votes integer not null default 0,
    primary key (message, option)
  ) strict, without rowid`);
  db.run(`create table vote (
    message integer not null,
    user integer not null,
    option integer not null,
    primary key (message, user, option)
  ) strict, without rowid`);
  db.run(`create index vote_option on vote (message, option, user)`);
  db.run(`create index vote_user on vote (user)`);

  const forget = `delete from poll where message = old.id;
    delete from poll_option where message = old.id;
    delete from vote where message = old.id;`;
  db.run(`create trigger poll_erased after update of deleted on message
    when new.deleted is not null and old.kind = 'poll' begin ${forget} end`);
  db.run(`create trigger poll_row_erased after delete on message when old.kind = 'poll' begin ${forget} end`);
  // What somebody chose who is gone stays counted, and nobody stands behind it any more.
  db.run(`create trigger votes_of_gone after update of deleted on user when new.deleted <> 0 begin
    delete from vote where user = new.id;
  end`);
};
