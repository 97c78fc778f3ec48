/**
 * The indexes for searching stand on a table of their own, which is brought on behind the sends: taking a message's
 * words and their parts cost as much as the rest of its send.
 */

import type { Migration } from "../schema.ts";

/** Of every message up to `indexed`; those that are newer are looked through. */
export const INDEX_MESSAGES = [
  `insert into message_index select id, folded(text) from message where text <> ''`,
  `update indexed set up_to = (select coalesce(max(id), 0) from message) where key = 0`,
];

/** Made when the rows are in: that takes a fraction of the time. The texts there are folded. */
export const SEARCH_INDEXES = [
  "create index if not exists message_words on message_index using gin (to_tsvector('simple', text))",
  "create index if not exists message_parts on message_index using gin (text gin_trgm_ops)",
  "alter index message_words alter column 1 set statistics 0",
];

export const indexBehind: Migration = async (run) => {
  await run(`drop index message_words, message_parts`);
  await run(`create table message_index (id bigint primary key, text text not null)`);
  await run(`alter table message_index alter column text set statistics 0`);
  // The one who writes reads by keys only, so the one row has one.
  await run(`create table indexed (key bigint primary key, up_to bigint not null)`);
  await run(`insert into indexed values (0, 0)`);
  for (const sql of [...INDEX_MESSAGES, ...SEARCH_INDEXES]) await run(sql);
  // A trigger, so that no statement that changes or deletes messages can forget it.
  await run(`create function message_unindexed() returns trigger language plpgsql as $$ begin
    delete from message_index where id = old.id;
    if tg_op = 'UPDATE' and new.text <> '' and new.id <= (select up_to from indexed where key = 0) then
      insert into message_index values (new.id, folded(new.text));
    end if;
    return null;
  end $$`);
  await run(`create trigger message_unindexed after delete or update of text on message
    for each row execute function message_unindexed()`);
};
