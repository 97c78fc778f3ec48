/** Looks into the database of a Koine, or changes it, behind its back: the file of its directory, or PostgreSQL. */

import { Database } from "bun:sqlite";
import { join } from "node:path";
import { SQL } from "bun";
import { toPostgres } from "../src/store/postgres/statements.ts";
import { databaseFor, ON_POSTGRES } from "./postgres.ts";

export type Cell = string | number | null;

/** Run one statement, with "?" for its values; gives the rows. */
export async function askDatabase<Row = Record<string, Cell>>(
  directory: string,
  sql: string,
  ...values: readonly Cell[]
): Promise<Row[]> {
  if (!ON_POSTGRES) {
    const db = new Database(join(directory, "koine.db"), { strict: true });
    db.run("pragma busy_timeout = 20000"); // The store may be writing its index.
    try {
      return db.query<Row, Cell[]>(sql).all(...values);
    } finally {
      db.close();
    }
  }
  const db = new SQL({ url: await databaseFor(directory), max: 1, bigint: true });
  try {
    const rows = (await db.unsafe(toPostgres(sql), [...values])) as readonly Record<string, Cell | bigint>[];
    return rows.map(
      (row) =>
        Object.fromEntries(
          Object.entries(row).map(([name, value]) => [
            name,
            typeof value === "bigint" ? Number(value) : value,
          ]),
        ) as Row,
    );
  } finally {
    await db.close();
  }
}

/** All rows of all tables of a database in PostgreSQL, as text. */
export async function dumpOf(directory: string): Promise<string> {
  const tables = await askDatabase<{ name: string }>(
    directory,
    "select table_name as name from information_schema.tables where table_schema = 'public'",
  );
  const rows = await Promise.all(tables.map(({ name }) => askDatabase(directory, `select * from "${name}"`)));
  return JSON.stringify(rows);
}
