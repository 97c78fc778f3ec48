/**
 * Searching in SQLite: candidates come from an index, newest first, some at a time; what else is wanted is
 * looked at in the messages themselves. The rowid of both indexes is the message's id, so that no order has
 * to be made.
 */

import type { Database } from "bun:sqlite";
import type { Id } from "../../core/model/ids.ts";
import type { Message } from "../../core/model/messages.ts";
import type { Wanted } from "../../core/tx/search.ts";
import type { Tx } from "../../core/tx/tx.ts";
import { MESSAGE, type MessageRow, messageReader } from "./message-rows.ts";
import { partFinder, threesOf } from "./parts.ts";
import { reactionCounter } from "./reaction-counts.ts";
import { NO_ENTRY, SHOWN } from "./shown.ts";
import type { Part } from "./tx.ts";

/** How many candidates are looked at together. */
const CHUNK = 250;

const MATCHES = {
  word_index: `select rowid as id from word_index where word_index match ? and rowid < ? and rowid > ?
    order by rowid desc limit ?`,
  part_index: `select rowid as id from part_index where part_index match ? and rowid < ? and rowid > ?
    order by rowid desc limit ?`,
} as const;

/** The statements of a search; a test asks how SQLite would run them. */
export const STATEMENTS = {
  ...MATCHES,
  newest: `select id from message where id < ? and id > ? order by id desc limit ?`,
  wanted: `${MESSAGE} where m.id in (select value from json_each(?1)) and ${SHOWN}
    and (m.room in (select value from json_each(?2)) or exists (select 1 from room r
      where r.id = m.room and r.kind = 'thread' and r.parent in (select value from json_each(?2)))) and (?3 is null or m.author = ?3)
    and (?4 = 0 or exists (select 1 from pin where pin.message = m.id))
    and (?5 is null or exists (select 1 from mention x where x.message = m.id
      and x.user in (select value from json_each(?5))))
    and (?6 = 0 or exists (select 1 from attachment f where f.used_by = m.id and f.used_as = 'message'))
    order by m.id desc`,
} as const;

type IdRow = { readonly id: Id };

export const search: Part<Pick<Tx, "searchMessages" | "indexMessages">> = (db) => {
  const read = messageReader(db);
  const reactionsOf = reactionCounter(db);
  const indexNext = indexer(db);
  const byWord = db.prepare<IdRow, [string, Id, Id, number]>(STATEMENTS.word_index);
  const byPart = db.prepare<IdRow, [string, Id, Id, number]>(STATEMENTS.part_index);
  const newest = db.prepare<IdRow, [Id, Id, number]>(STATEMENTS.newest);
  const keep = db.prepare<MessageRow, [string, string, Id | null, number, string | null, number]>(
    STATEMENTS.wanted,
  );

  /** The next candidates below an id. */
  const candidates = ({ words, parts, after }: Wanted, below: Id): readonly Id[] => {
    const idsOf = (rows: readonly IdRow[]): Id[] => rows.map(({ id }) => id);
    if (words.length + parts.length === 0) return idsOf(newest.all(below, after, CHUNK));
    const word = words.map(({ text, prefix }) => `${quote(text)}${prefix ? "*" : ""}`).join(" ");
    if (parts.length === 0) return idsOf(byWord.all(word, below, after, CHUNK));
    const threes = threesOf(parts);
    return threes === null ? [] : idsOf(byPart.all(threes, below, after, CHUNK));
  };

  /** Of candidates that have the parts, those that have the words too. */
  const withWords = ({ words, parts }: Wanted, ids: readonly Id[]): readonly Id[] => {
    if (words.length === 0 || parts.length === 0) return ids;
    const word = words.map(({ text, prefix }) => `${quote(text)}${prefix ? "*" : ""}`).join(" ");
    const [first, last] = [ids[0] ?? 0, ids.at(-1) ?? 0];
    const have = new Set(byWord.all(word, first + 1, last - 1, -1).map(({ id }) => id));
    return ids.filter((id) => have.has(id));
  };

  return {
    searchMessages(wanted, reader, limit, most) {
      const { rooms, author, pinned, files, mentions } = wanted;
      const mentioned = mentions === null ? null : JSON.stringify(mentions);
      const hasParts = partFinder(wanted.parts);
      const found: MessageRow[] = [];
      let below = wanted.before;
      let next: Id | null = null;
      for (let looked = 0; ; ) {
        const ids = candidates(wanted, below);
        const some = JSON.stringify(withWords(wanted, ids));
        const rows = keep.all(some, JSON.stringify(rooms), author, pinned ? 1 : 0, mentioned, files ? 1 : 0);
        found.push(...(wanted.parts.length === 0 ? rows : rows.filter(({ text }) => hasParts(text))));
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
      const reactions = reactionsOf(
        shown.map(({ id }) => id),
        reader,
      );
      const messages: Message[] = shown.map((row) => read(row, reactions.get(row.id), reader));
      return { messages, next };
    },
    indexMessages: indexNext,
  };
};

/** As data: within quotes nothing is an operator. */
function quote(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

function indexer(db: Database): (limit: number) => boolean {
  const upTo = db.prepare<{ upTo: Id }, []>(`select up_to as upTo from indexed`);
  const advance = db.prepare(`update indexed set up_to = ?`);
  const pending = db.prepare<{ id: Id; text: string; shown: number }, [Id, number]>(
    `select m.id, m.text, m.text <> '' and ${NO_ENTRY} as shown from message m where m.id > ? order by m.id limit ?`,
  );
  const word = db.prepare(`insert into word_index (rowid, text) values (?, ?)`);
  const part = db.prepare(`insert into part_index (rowid, text) values (?, ?)`);
  return (limit) => {
    const rows = pending.all(upTo.get()?.upTo ?? 0, limit);
    for (const { id, text, shown } of rows) {
      if (shown === 0) continue;
      word.run(id, text);
      part.run(id, text);
    }
    const last = rows.at(-1);
    if (last !== undefined) advance.run(last.id);
    return rows.length === limit;
  };
}
