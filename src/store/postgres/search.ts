/**
 * Searching in PostgreSQL: candidates come from an index of words or of parts of words, newest first, some at a
 * time; what else is wanted is looked at in the messages themselves. The index is brought on behind the sends: what is
 * newer is gone through, message by message.
 */

import type { Id } from "../../core/model/ids.ts";
import type { Message } from "../../core/model/messages.ts";
import type { Wanted } from "../../core/tx/search.ts";
import type { Tx } from "../../core/tx/tx.ts";
import { MESSAGE, type MessageRow, messageReader } from "./message-rows.ts";
import { reactionCounter } from "./reaction-counts.ts";
import { SHOWN } from "./shown.ts";
import type { Database } from "./statements.ts";
import type { Part } from "./tx.ts";

/** How many candidates are looked at together. */
const CHUNK = 250;

/** Messages that are put into the index at once: that takes some 15 ms, and who sends just then waits for it. */
export const INDEX_STEP = 100;

const NEWEST_FIRST = "and id < ? and id > ? order by id desc limit ?";
const matching = (folded: string) => {
  const words = `to_tsvector('simple', ${folded}) @@ to_tsquery('simple', folded(?))`;
  // The first is looked up in the index, the others in what it gives.
  const parts = `${folded} like folded(?) and ${folded} like all (select folded(value) from texts_of(?))`;
  return { words, parts, both: `${parts} and ${words}` };
};
const INDEXED = matching("text");
const UNINDEXED = matching("folded(text)");
const LATEST = "select id from message where text <> '' and";

/** The statements of a search; a test asks how SQLite would run them. */
export const STATEMENTS = {
  words: `select id from message_index where ${INDEXED.words} ${NEWEST_FIRST}`,
  parts: `select id from message_index where ${INDEXED.parts} ${NEWEST_FIRST}`,
  both: `select id from message_index where ${INDEXED.both} ${NEWEST_FIRST}`,
  // Taking a text apart costs fifty times what looking for a piece of it does.
  latestWords: `${LATEST} folded(text) like folded(?) and ${UNINDEXED.words} ${NEWEST_FIRST}`,
  latestParts: `${LATEST} ${UNINDEXED.parts} ${NEWEST_FIRST}`,
  latestBoth: `${LATEST} ${UNINDEXED.both} ${NEWEST_FIRST}`,
  newest: `select id from message where id < ? and id > ? order by id desc limit ?`,
  wanted: `${MESSAGE} where m.id in (select value from ids_of(?1)) and ${SHOWN}
    and (m.room in (select value from ids_of(?2)) or exists (select 1 from room r
      where r.id = m.room and r.kind = 'thread' and r.parent in (select value from ids_of(?2)))) and (?3::bigint is null or m.author = ?3)
    and (?4 = 0 or exists (select 1 from pin where pin.message = m.id))
    and (?5::text is null or exists (select 1 from mention x where x.message = m.id
      and x.user in (select value from ids_of(?5))))
    and (?6 = 0 or exists (select 1 from attachment f where f.used_by = m.id and f.used_as = 'message'))
    order by m.id desc`,
} as const;

const INDEX_NEXT = `with next as materialized (
    select id, text from message where id > (select up_to from indexed where key = 0) order by id limit ?
  ), put as (
    insert into message_index select id, folded(text) from next where text <> ''
  ), advanced as (
    update indexed set up_to = (select max(id) from next) where key = 0 and exists (select 1 from next)
  )
  select count(*) as count from next`;

type IdRow = { readonly id: Id };

export const search: Part<Pick<Tx, "searchMessages" | "indexMessages">> = (db) => {
  const read = messageReader(db);
  const reactionsOf = reactionCounter(db);
  const upTo = db.prepare<{ upTo: Id }, []>(`select up_to as upTo from indexed where key = 0`);
  const indexNext = db.prepare<{ count: number }, [number]>(INDEX_NEXT);
  const byWords = among(db, STATEMENTS.words, STATEMENTS.latestWords);
  const byParts = among(db, STATEMENTS.parts, STATEMENTS.latestParts);
  const byBoth = among(db, STATEMENTS.both, STATEMENTS.latestBoth);
  const all = db.prepare<IdRow, [Id, Id, number]>(STATEMENTS.newest);
  const newest = async (below: Id, after: Id): Promise<readonly Id[]> =>
    (await all.all(below, after, CHUNK)).map(({ id }) => id);
  const keep = db.prepare<MessageRow, [string, string, Id | null, number, string | null, number]>(
    STATEMENTS.wanted,
  );

  /** The next candidates below an id; what is above `indexed` is in no index. */
  const candidates = ({ words, parts, after }: Wanted, below: Id, indexed: Id): Promise<readonly Id[]> => {
    const word = words.map(({ text, prefix }) => `${quote(text)}${prefix ? ":*" : ""}`).join(" & ");
    const patterns = parts.map((part) => `%${part.replaceAll(/[\\%_]/g, "\\$&")}%`);
    const [first = "", ...others] = patterns.toSorted((a, b) => b.length - a.length);
    const rest = JSON.stringify(others);
    const range = { below, after, indexed };
    if (parts.length === 0) {
      return words.length === 0 ? newest(below, after) : byWords(range, [word], [pieceOf(words), word]);
    }
    return words.length === 0 ? byParts(range, [first, rest]) : byBoth(range, [first, rest, word]);
  };

  return {
    async searchMessages(wanted, reader, limit, most) {
      const { rooms, author, pinned, files, mentions } = wanted;
      const mentioned = mentions === null ? null : JSON.stringify(mentions);
      const found: MessageRow[] = [];
      const indexed = (await upTo.get())?.upTo ?? 0;
      let below = wanted.before;
      let next: Id | null = null;
      for (let looked = 0; ; ) {
        const ids = await candidates(wanted, below, indexed);
        const some = JSON.stringify(ids);
        found.push(
          ...(await keep.all(some, JSON.stringify(rooms), author, pinned ? 1 : 0, mentioned, files ? 1 : 0)),
        );
        looked += ids.length;
        below = ids.at(-1) ?? 0;
        if (found.length > limit) {
          next = found[limit - 1]?.id ?? null;
          break;
        }
        if (ids.length < CHUNK) break;
        if (looked >= most) {
          next = below;
          break;
        }
      }
      const shown = found.slice(0, limit);
      const reactions = await reactionsOf(
        shown.map(({ id }) => id),
        reader,
      );
      const messages: Message[] = await Promise.all(
        shown.map((row) => read(row, reactions.get(row.id), reader)),
      );
      return { messages, next };
    },
    async indexMessages(limit) {
      const most = Math.min(limit, INDEX_STEP);
      return (await indexNext.get(most))?.count === most;
    },
  };
};

/** Those that match among the indexed and, before them, among those that are newer. */
function among(db: Database, indexed: string, unindexed: string) {
  const inIndex = db.prepare<IdRow, [...string[], Id, Id, number]>(indexed);
  const inLatest = db.prepare<IdRow, [...string[], Id, Id, number]>(unindexed);
  return async (
    range: { readonly below: Id; readonly after: Id; readonly indexed: Id },
    match: readonly string[],
    latest: readonly string[] = match,
  ): Promise<readonly Id[]> => {
    const { below, after } = range;
    const middle = Math.max(range.indexed, after);
    const rows = below > middle + 1 ? await inLatest.all(...latest, below, middle, CHUNK) : [];
    if (rows.length < CHUNK) {
      const first = Math.min(below, range.indexed + 1);
      rows.push(...(await inIndex.all(...match, first, after, CHUNK - rows.length)));
    }
    return rows.map(({ id }) => id);
  };
}

/** A pattern that stands in every text with these words: the longest of those that no parser would take apart. */
function pieceOf(words: Wanted["words"]): string {
  const plain = words.map(({ text }) => text).filter((text) => /^[a-z]+$/i.test(text));
  return `%${plain.toSorted((a, b) => b.length - a.length)[0] ?? ""}%`;
}

/** As data: within quotes nothing is an operator. */
function quote(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
}
