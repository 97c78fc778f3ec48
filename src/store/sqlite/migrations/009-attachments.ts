/**
 * Uploaded files, and the uploads that are under way.
 *
 * A file dies with what it serves: triggers see to that, whichever way a message goes, and note the bytes that
 * may have no owner any more in "loose_blob", for whoever can remove them from the disk.
 */

import type { Migration } from "../schema.ts";

export const attachments: Migration = (db) => {
  db.run(`create table attachment (
    id integer primary key,
    owner integer not null,
    key text not null unique, -- of its address
    hash text not null,
    size integer not null,
    name text not null,
    media_type text not null,
    width integer not null,
    height integer not null,
    animated integer not null,
    thumbnail_key text unique,
    thumbnail_hash text,
    description text not null,
    spoiler integer not null,
    created integer not null,
    used_as text, -- "message", "emoji", …; null = nothing yet
    used_by integer,
    position integer not null default 0 -- among the files of a message
  ) strict`);
  db.run(`create index attachment_use on attachment (used_by, position) where used_by is not null`);
  db.run(`create index attachment_unused on attachment (created) where used_by is null`);
  db.run(`create index attachment_hash on attachment (hash)`);
  db.run(`create index attachment_thumbnail on attachment (thumbnail_hash) where thumbnail_hash is not null`);
  db.run(`create table upload (
    id integer primary key,
    owner integer not null,
    size integer not null,
    offset integer not null,
    name text not null,
    description text not null,
    spoiler integer not null,
    created integer not null,
    attachment integer -- what it became
  ) strict`);
  db.run(`create index upload_owner on upload (owner)`);
  db.run(`create index upload_created on upload (created)`);
  db.run(`create table loose_blob (hash text primary key) strict, without rowid`);
  // Bytes of each user's files; of all under the id 0.
  db.run(`create table storage (user integer primary key, bytes integer not null) strict`);

  db.run(`create trigger attachment_counted after insert on attachment begin
    insert into storage (user, bytes) values (0, new.size) on conflict do update set bytes = bytes + new.size;
    insert into storage (user, bytes) values (new.owner, new.size)
      on conflict do update set bytes = bytes + new.size;
  end`);
  db.run(`create trigger attachment_gone after delete on attachment begin
    update storage set bytes = bytes - old.size where user in (0, old.owner);
    insert or ignore into loose_blob values (old.hash);
    insert or ignore into loose_blob select old.thumbnail_hash where old.thumbnail_hash is not null;
  end`);
  db.run(`create trigger message_files_erased after update of deleted on message when new.deleted is not null begin
    delete from attachment where used_by = new.id;
  end`);
  db.run(`create trigger message_files_gone after delete on message begin
    delete from attachment where used_by = old.id;
  end`);
  // A user's avatar is used by the user, and unused uploads are nobody's then.
  db.run(`create trigger user_files_gone after delete on user begin
    delete from attachment where used_by = old.id;
    delete from attachment where owner = old.id and used_by is null;
    delete from upload where owner = old.id;
  end`);
  db.run(`create trigger space_files_gone after delete on space begin
    delete from attachment where used_by = old.id;
  end`);
};
