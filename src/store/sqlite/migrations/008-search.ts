/** The indexes for searching: by word and by part of a word. */

import type { Migration } from "../schema.ts";

export const search: Migration = (db) => {
  // Neither keeps the text, and what is deleted is taken out of their pages: the tables below give the old
  // text for that, since contentless tables that delete by themselves leave the words in place.
  db.run(`create virtual table word_index using fts5(text, content = '', columnsize = 0,
    tokenize = 'unicode61 remove_diacritics 2')`);
  db.run(`create virtual table part_index using fts5(text, content = '', columnsize = 0,
    tokenize = 'trigram remove_diacritics 1')`);
  for (const index of ["word_index", "part_index"]) {
    db.run(`insert into ${index} (${index}, rank) values ('secure-delete', 1)`);
  }
  // One row: the messages up to this id are in the indexes.
  db.run(`create table indexed (up_to integer not null) strict`);
  db.run(`insert into indexed values (0)`);

  const remove = `insert into word_index (word_index, rowid, text) values ('delete', old.id, old.text);
    insert into part_index (part_index, rowid, text) values ('delete', old.id, old.text);`;
  const isIndexed = `old.text <> '' and old.id <= (select up_to from indexed)`;
  // Triggers, so that no statement that changes or deletes messages can forget it.
  db.run(`create trigger message_text_before before update of text on message
    when ${isIndexed} and new.text <> old.text begin ${remove} end`);
  db.run(`create trigger message_text_after after update of text on message
    when new.text <> '' and new.id <= (select up_to from indexed) and new.text <> old.text begin
    insert into word_index (rowid, text) values (new.id, new.text);
    insert into part_index (rowid, text) values (new.id, new.text);
  end`);
  db.run(
    `create trigger message_row_unindexed before delete on message when ${isIndexed} begin ${remove} end`,
  );

  const forget = `delete from reaction where message = old.id;
    delete from mention where message = old.id;
    delete from revision where message = old.id;
    delete from pin where message = old.id;`;
  db.run(`create trigger message_erased after update of deleted on message
    when new.deleted is not null begin ${forget} end`);
  db.run(`create trigger message_row_erased after delete on message begin ${forget} end`);
};
