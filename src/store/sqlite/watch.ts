/**
 * Which rows a connection changes, noted while the database is carried elsewhere.
 *
 * The triggers and what they note belong to the connection alone, so nothing of it is in the file.
 */

import type { Database } from "bun:sqlite";

/** A table of ours, with its columns and those of them that name a row. */
export interface Table {
  readonly name: string;
  readonly columns: readonly string[];
  readonly key: readonly string[];
}

/** A row that was changed, made or removed: its table, and its key as a JSON list. */
export type Change = readonly [table: string, key: string];

/** How far the index for searching is; the index of another store is its own affair. */
const OWN = "indexed";

/** Changes that are taken at a time. */
const MAX_TAKEN = 20_000;

/** All that hold what an instance knows: not the index for searching, which is made from them. */
export function tablesOf(db: Database): Table[] {
  return db
    .query<{ name: string }, [string]>(
      `select name from pragma_table_list where schema = 'main' and type = 'table' and name not like 'sqlite_%'
         and name <> ? order by name`,
    )
    .all(OWN)
    .map(({ name }) => {
      const columns = db
        .query<{ name: string; pk: number }, [string]>(
          "select name, pk from pragma_table_info(?) order by cid",
        )
        .all(name);
      const key = columns.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk);
      return { name, columns: columns.map((column) => column.name), key: key.map((column) => column.name) };
    });
}

/** Begin to note; what was noted before is forgotten. Outside of a transaction. */
export function watch(db: Database): void {
  unwatch(db);
  db.run("create temp table changed_row (name text, key text, primary key (name, key)) without rowid");
  for (const { name, key } of tablesOf(db)) {
    const note = (row: "old" | "new"): string =>
      `insert or ignore into changed_row values ('${name}', json_array(${key.map((column) => `${row}."${column}"`).join(", ")}));`;
    for (const [what, notes] of [
      ["insert", note("new")],
      ["update", note("old") + note("new")],
      ["delete", note("old")],
    ] as const) {
      db.run(
        `create temp trigger "noted_${name}_${what}" after ${what} on main."${name}" begin ${notes} end`,
      );
    }
  }
}

/** What was changed since the last time, each row once; `more` says whether there is more of it. */
export function takeChanges(db: Database): { readonly changes: readonly Change[]; readonly more: boolean } {
  const changes = db
    .query<{ name: string; key: string }, [number]>(
      "select name, key from changed_row order by name, key limit ?",
    )
    .all(MAX_TAKEN);
  const last = changes.at(-1);
  if (last !== undefined) {
    db.query("delete from changed_row where (name, key) <= (?, ?)").run(last.name, last.key);
  }
  return { changes: changes.map(({ name, key }) => [name, key]), more: changes.length === MAX_TAKEN };
}

/** Note nothing any more. */
export function unwatch(db: Database): void {
  const triggers = db
    .query<{ name: string }, []>(
      "select name from sqlite_temp_schema where type = 'trigger' and name like 'noted_%'",
    )
    .all();
  for (const { name } of triggers) db.run(`drop trigger temp."${name}"`);
  db.run("drop table if exists temp.changed_row");
}
