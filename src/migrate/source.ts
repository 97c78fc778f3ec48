/** The file that an instance is carried out of: read at one moment after another, never written to. */

import { Database } from "bun:sqlite";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { storable } from "../store/postgres/storable.ts";
import { VERSION } from "../store/sqlite/schema.ts";
import { type Table, tablesOf } from "../store/sqlite/watch.ts";

export type Cell = string | number | null;
/** By the column's name. */
export type Row = Readonly<Record<string, Cell>>;

export class Source {
  readonly tables: readonly Table[];
  readonly #db: Database;

  /** Throws a sentence for the operator when there is none, or it is not of this program's version. */
  constructor(directory: string) {
    const file = join(directory, "koine.db");
    if (!existsSync(file)) throw new Error(`There is no database in ${directory}`);
    this.#db = new Database(file, { readonly: true, strict: true });
    this.#db.run("pragma busy_timeout = 5000");
    const [version] = this.#db.query<{ user_version: number }, []>("pragma user_version").all();
    if (version?.user_version !== VERSION) {
      this.#db.close();
      throw new Error(
        `The database has version ${version?.user_version}, this program carries ${VERSION}: start the server with this program once`,
      );
    }
    this.tables = tablesOf(this.#db);
  }

  /** From here to the next call everything is read as it is now. */
  look(): void {
    this.leave();
    this.#db.run("begin");
    this.#db.query("select count(*) from meta").get(); // The moment is that of the first read.
  }

  leave(): void {
    if (this.#db.inTransaction) this.#db.run("rollback");
  }

  /** The next rows in the order of their keys, behind one of them. */
  after({ name, columns, key }: Table, last: Row | null, limit: number): Row[] {
    const place = last === null ? "" : `where (${list(key)}) > (${key.map(() => "?").join(", ")})`;
    const values = last === null ? [] : key.map((column) => last[column] ?? null);
    return this.#db
      .query<Row, Cell[]>(
        `select ${list(columns)} from ${quoted(name)} ${place} order by ${list(key)} limit ${limit}`,
      )
      .all(...values);
  }

  /** The rows that are there of those with the keys. */
  withKeys({ name, columns, key }: Table, keys: readonly Row[]): Row[] {
    const same = key.map((column) => `t."${column}" = json_extract(k.value, '$."${column}"')`).join(" and ");
    return this.#db
      .query<Row, [string]>(
        `select ${columns.map((column) => `t."${column}"`).join(", ")} from json_each(?) k cross join ${quoted(name)} t on ${same}`,
      )
      .all(JSON.stringify(keys));
  }

  count({ name }: Table): number {
    return (
      this.#db.query<{ count: number }, []>(`select count(*) as count from ${quoted(name)}`).get()?.count ?? 0
    );
  }

  close(): void {
    this.leave();
    this.#db.close();
  }
}

/** A row as the other store keeps it. */
export function kept(row: Row): Row {
  const cells = Object.entries(row).map(([name, cell]) => [
    name,
    typeof cell === "string" ? storable(cell) : cell,
  ]);
  return Object.fromEntries(cells);
}

function list(columns: readonly string[]): string {
  return columns.map((column) => `"${column}"`).join(", ");
}

/** As the name of a table or column in a statement. */
export function quoted(name: string): string {
  return `"${name}"`;
}
