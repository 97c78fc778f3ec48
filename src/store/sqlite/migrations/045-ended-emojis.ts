/** Pictures that a backend brought in as emojis and somebody here took away: they are not brought again. */

import type { Migration } from "../schema.ts";

export const endedEmojis: Migration = (db) => {
  db.run(
    `create table emoji_ended (
      space integer not null,
      hash text not null,
      primary key (space, hash)
    ) without rowid`,
  );
};
