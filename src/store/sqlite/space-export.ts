/** A space's rows, read as they are at one moment and written into an empty database. */

import { Database, type SQLQueryBindings } from "bun:sqlite";
import { join } from "node:path";
import type { Id } from "../../core/model/ids.ts";
import type { PushKeys } from "../../core/tx/push.ts";
import { VERSION } from "./schema.ts";
import { type Row, spaceTables } from "./space-rows.ts";

/** A row of a table. */
export interface TableRow {
  readonly table: string;
  readonly row: Row;
}

/** What an export is of. */
export interface ExportedSpace {
  readonly space: Id;
  readonly slug: string;
  readonly schema: number;
}

/**
 * Reads a space through a connection of its own, on one state of the database; the server may run. `begin` hears
 * which space it is, then `take` each row. Throws a sentence for the operator when there is no such space (null =
 * the default one).
 */
export function readSpace(
  directory: string,
  slug: string | null,
  begin: (space: ExportedSpace) => void,
  take: (row: TableRow) => void,
): ExportedSpace {
  const db = new Database(join(directory, "koine.db"), { readonly: true, strict: true });
  try {
    db.run("pragma busy_timeout = 5000");
    db.run("begin");
    const found = db
      .query<{ id: Id; slug: string }, [string | null]>(
        "select id, slug from space where ?1 is null or slug = ?1 order by id limit 1",
      )
      .get(slug);
    if (found === null) throw new Error(`There is no space ${slug ?? "here"}`);
    const schema = db.query<{ user_version: number }, []>("pragma user_version").get()?.user_version ?? 0;
    if (schema !== VERSION)
      throw new Error(`The database has version ${schema}, this program ${VERSION}: start the server once`);
    const exported = { space: found.id, slug: found.slug, schema };
    begin(exported);
    for (const { name, where, without = [] } of spaceTables) {
      const columns = columnsOf(db, name).filter((column) => !without.includes(column));
      const rows = db.query<Row, [Id]>(`select ${columns.join(", ")} from ${quoted(name)} where ${where}`);
      for (const row of rows.iterate(found.id)) take({ table: name, row });
    }
    return exported;
  } finally {
    db.close();
  }
}

/** What came of an import. */
export type Imported = "imported" | "there already";

/**
 * Writes a space into a database that nobody has used, in one transaction: its own beginning gives way. Where
 * the space is there already nothing is changed. Throws a sentence for the operator, and then nothing is changed.
 */
export function writeSpace(db: Database, space: Id, rows: Iterable<TableRow>): Imported {
  return db
    .transaction((): Imported => {
      if (db.query("select 1 from space where id = ?").get(space) !== null) return "there already";
      if (db.query("select 1 from user").get() !== null)
        throw new Error(
          "There are accounts here already: a space is imported into a data folder that is new",
        );
      for (const table of ["space", "role", "room", "counter", "log"]) db.run(`delete from ${quoted(table)}`);
      const insert = inserter(db);
      for (const { table, row } of rows) insert(table, row);
      if (db.query("select 1 from space where id = ?").get(space) === null)
        throw new Error("The export is damaged: it does not hold its own space");
      // Everybody has a stream of their own.
      db.run("insert or ignore into counter (id, seq, n) select id, 0, 0 from user");
      return "imported";
    })
    .immediate();
}

/** The keys of the instance, which are these where it has none yet. */
export function takeKeys(db: Database, made: PushKeys): PushKeys {
  const insert =
    "insert into push_key (public_key, private_key) select ?, ? where not exists (select 1 from push_key)";
  db.query(insert).run(made.publicKey, made.privateKey);
  const select = "select public_key as publicKey, private_key as privateKey from push_key limit 1";
  return db.query<PushKeys, []>(select).get() ?? made;
}

/** Puts rows in, with the columns that an export has of the table. Throws a sentence for the operator. */
function inserter(db: Database): (table: string, row: Row) => void {
  const known = new Map(
    spaceTables.map(({ name, without = [] }) => [
      name,
      new Set(columnsOf(db, name).filter((column) => !without.includes(column))),
    ]),
  );
  const anew = new Map(spaceTables.map(({ name, anew: made }) => [name, made]));
  const statements = new Map<string, ReturnType<Database["prepare"]>>();
  return (table, said) => {
    const strange = Object.keys(said).find((name) => known.get(table)?.has(name) !== true);
    if (strange !== undefined || Object.keys(said).length === 0)
      throw new Error(
        `The export holds what this program does not know: ${table} with ${strange ?? "nothing"}`,
      );
    const row: Row = { ...said, ...anew.get(table)?.(said) };
    const names = Object.keys(row);
    const columns = names.map((name) => `"${name}"`).join(", ");
    const key = `${table} ${columns}`;
    const statement =
      statements.get(key) ??
      db.prepare(`insert into "${table}" (${columns}) values (${names.map(() => "?").join(", ")})`);
    statements.set(key, statement);
    statement.run(...(Object.values(row) as SQLQueryBindings[]));
  };
}

function quoted(name: string): string {
  return `"${name}"`;
}

function columnsOf(db: Database, table: string): string[] {
  return db
    .query<{ name: string }, [string]>("select name from pragma_table_info(?)")
    .all(table)
    .map(({ name }) => name);
}
