/** Who does not want to hear from whom, and the messages that are shown, by their number. */

import type { Migration } from "../schema.ts";
import { SHOWN } from "../shown.ts";

export const direct: Migration = (db) => {
  db.run(`create table block (
    user integer not null,
    blocked integer not null,
    at integer not null,
    primary key (user, blocked)
  ) strict, without rowid`);
  // For a room's newest message and for counting what is unread; the last two columns let it do without the table.
  db.run(
    `create index message_shown on message (room, n, author, kind, deleted) where ${SHOWN.replaceAll("m.", "")}`,
  );
  db.run(`create index member_user on member (user)`);
};
