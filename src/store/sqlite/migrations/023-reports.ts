/** Reports, and automatic rules. */

import type { Migration } from "../schema.ts";

export const reports: Migration = (db) => {
  db.run(`create table report (
    id integer primary key,
    space integer not null,
    reporter integer, -- null = a rule
    user integer not null,
    message integer,
    room integer,
    rule integer,
    reason text not null,
    state text not null,
    created integer not null,
    closed integer not null default 0,
    moderator integer,
    note text not null default ''
  ) strict`);
  db.run(`create index report_space on report (space, id)`);
  db.run(`create index report_open on report (space, state)`);
  db.run(`create table automod_rule (
    id integer primary key,
    space integer not null,
    rule text not null -- JSON
  ) strict`);
  db.run(`create index automod_rule_space on automod_rule (space, id)`);
};
