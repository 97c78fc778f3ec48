/** Server emojis, whose pictures are files that die with them; and the files of an account that ended. */

import type { Migration } from "../schema.ts";

export const emojis: Migration = (db) => {
  db.run(`create table emoji (
    id integer primary key,
    space integer not null,
    name text not null,
    rooms text not null, -- JSON list of ids; empty = all
    creator integer not null,
    created integer not null
  ) strict`);
  db.run(`create unique index emoji_name on emoji (space, name)`);
  db.run(`create trigger emoji_files_gone after delete on emoji begin
    delete from attachment where used_by = old.id;
  end`);
  db.run(`create trigger user_files_ended after update of deleted on user when new.deleted <> 0 begin
    delete from attachment where used_by = new.id;
    delete from attachment where owner = new.id and used_by is null;
    delete from upload where owner = new.id;
  end`);
};
