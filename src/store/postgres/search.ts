/**
 * Searching in PostgreSQL: candidates come from an index of words or of parts of words, newest first, some at a
 * time; what else is wanted is looked at in the messages themselves.
 */

import type { Id } from "../../core/model/ids.ts";
import type { Message } from "../../core/model/messages.ts";
import type { Wanted } from "../../core/tx/search.ts";
import type { Tx } from "../../core/tx/tx.ts";
import { MESSAGE, type MessageRow, messageReader } from "./message-rows.ts";
import { reactionCounter } from "./reaction-counts.ts";
import { SHOWN } from "./shown.ts";
import type { Part } from "./tx.ts";

/** How many candidates are looked at together. */
const CHUNK = 250;

const BETWEEN = "text <> '' and id < ? and id > ?";
const NEWEST_FIRST = "order by id desc limit ?";
const WORDS = "to_tsvector('simple', folded(text)) @@ to_tsquery('simple', folded(?))";
// The first is looked up in the index, the others in what it gives.
const PARTS = "folded(text) like folded(?) and folded(text) like all (select folded(value) from texts_of(?))";

/** The statements of a search; a test asks how SQLite would run them. */
export const STATEMENTS = {
  words: `select id from message where ${WORDS} and ${BETWEEN} ${NEWEST_FIRST}`,
  parts: `select id from message where ${PARTS} and ${BETWEEN} ${NEWEST_FIRST}`,
  both: `select id from message where ${PARTS} and ${WORDS} and ${BETWEEN} ${NEWEST_FIRST}`,
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

type IdRow = { readonly id: Id };

export const search: Part<Pick<Tx, "searchMessages" | "indexMessages">> = (db) => {
  const read = messageReader(db);
  const reactionsOf = reactionCounter(db);
  const byWords = db.prepare<IdRow, [string, Id, Id, number]>(STATEMENTS.words);
  const byParts = db.prepare<IdRow, [string, string, Id, Id, number]>(STATEMENTS.parts);
  const byBoth = db.prepare<IdRow, [string, string, string, Id, Id, number]>(STATEMENTS.both);
  const newest = db.prepare<IdRow, [Id, Id, number]>(STATEMENTS.newest);
  const keep = db.prepare<MessageRow, [string, string, Id | null, number, string | null, number]>(
    STATEMENTS.wanted,
  );

  /** The next candidates below an id. */
  const candidates = async ({ words, parts, after }: Wanted, below: Id): Promise<readonly Id[]> => {
    const word = words.map(({ text, prefix }) => `${quote(text)}${prefix ? ":*" : ""}`).join(" & ");
    const patterns = parts.map((part) => `%${part.replaceAll(/[\\%_]/g, "\\$&")}%`);
    const [first = "", ...others] = patterns.toSorted((a, b) => b.length - a.length);
    const rest = JSON.stringify(others);
    const rows = await (parts.length === 0
      ? words.length === 0
        ? await newest.all(below, after, CHUNK)
        : await byWords.all(word, below, after, CHUNK)
      : words.length === 0
        ? await byParts.all(first, rest, below, after, CHUNK)
        : await byBoth.all(first, rest, word, below, after, CHUNK));
    return rows.map(({ id }) => id);
  };

  return {
    async searchMessages(wanted, reader, limit, most) {
      const { rooms, author, pinned, files, mentions } = wanted;
      const mentioned = mentions === null ? null : JSON.stringify(mentions);
      const found: MessageRow[] = [];
      let below = wanted.before;
      let next: Id | null = null;
      for (let looked = 0; ; ) {
        const ids = await candidates(wanted, below);
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
    // The database brings its indexes on itself.
    indexMessages: () => false,
  };
};

/** As data: within quotes nothing is an operator. */
function quote(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
}
