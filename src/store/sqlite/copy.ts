/** A whole database as one file: copied while others write, checked, and given a new epoch. */

import { Database } from "bun:sqlite";
import { join } from "node:path";

/** What a database says of itself. */
export interface Inventory {
  readonly schema: number;
  readonly epoch: string;
  /** Rows of the main tables, by the table's name. */
  readonly counts: Readonly<Record<string, number>>;
}

const COUNTED = ["space", "user", "room", "message", "log", "attachment"] as const;

/** Most complaints of SQLite that are given on. */
const MAX_PROBLEMS = 20;

/**
 * Write the database of a data directory into a new file, as it is at this moment.
 *
 * Reads through a connection of its own, so the writer goes on; pages that are free are left out, and with them
 * what was deleted. Throws SQLite's error; a file that was begun then stays.
 */
export function copyDatabase(directory: string, to: string): void {
  const db = new Database(join(directory, "koine.db"), { readonly: true, strict: true });
  try {
    db.run("pragma busy_timeout = 5000");
    db.run("vacuum into ?", [to]);
  } finally {
    db.close();
  }
}

/** Bytes that a copy has at most: what the database's pages take. */
export function databaseBytes(directory: string): number {
  const db = new Database(join(directory, "koine.db"), { readonly: true, strict: true });
  try {
    return (
      db
        .query<{ bytes: number }, []>(
          "select page_count * page_size as bytes from pragma_page_count, pragma_page_size",
        )
        .get()?.bytes ?? 0
    );
  } finally {
    db.close();
  }
}

/** What is wrong with a database file, in SQLite's words: pages, indexes, references. Empty = nothing. */
export function problemsOf(file: string): string[] {
  let db: Database;
  try {
    db = new Database(file, { readonly: true, strict: true });
  } catch (error) {
    return [String(error)];
  }
  try {
    const integrity = db
      .query<{ integrity_check: string }, []>(`pragma integrity_check(${MAX_PROBLEMS})`)
      .all()
      .map((row) => row.integrity_check)
      .filter((line) => line !== "ok");
    const dangling = db
      .query<{ table: string; parent: string }, []>("pragma foreign_key_check")
      .all()
      .slice(0, MAX_PROBLEMS)
      .map(({ table, parent }) => `a row of ${table} refers to a row of ${parent} that is not there`);
    const gaps = db
      .query<{ stream: number }, [number]>(
        "select stream from log group by stream having count(*) <> max(seq) or min(seq) <> 1 limit ?",
      )
      .all(MAX_PROBLEMS)
      .map(({ stream }) => `the log of ${stream} has a gap`);
    return [...integrity, ...dangling, ...gaps];
  } catch (error) {
    return [String(error)];
  } finally {
    db.close();
  }
}

/** Throws when it is no database of Koine's. */
export function inventoryOf(file: string): Inventory {
  const db = new Database(file, { readonly: true, strict: true });
  try {
    const schema = db.query<{ user_version: number }, []>("pragma user_version").get()?.user_version ?? 0;
    const epoch = db.query<{ value: string }, []>("select value from meta where key = 'epoch'").get()?.value;
    if (epoch === undefined) throw new Error("The database has no epoch");
    const tables = new Set(
      db
        .query<{ name: string }, []>("select name from sqlite_schema where type = 'table'")
        .all()
        .map(({ name }) => name),
    );
    const counts = COUNTED.filter((table) => tables.has(table)).map((table) => [
      table,
      db.query<{ count: number }, []>(`select count(*) as count from ${table}`).get()?.count ?? 0,
    ]);
    return { schema, epoch, counts: Object.fromEntries(counts) };
  } finally {
    db.close();
  }
}

/** The hashes of all files that a database speaks of, each once. */
export function blobsOf(file: string): string[] {
  const db = new Database(file, { readonly: true, strict: true });
  try {
    const exists = db.query(
      "select 1 from sqlite_schema where type = 'table' and name = 'attachment'", // Since version 9.
    );
    if (exists.get() === null) return [];
    return db
      .query<{ hash: string }, []>(
        `select hash from attachment
         union select thumbnail_hash from attachment where thumbnail_hash is not null order by 1`,
      )
      .all()
      .map(({ hash }) => hash);
  } finally {
    db.close();
  }
}

/** Positions that clients know mean nothing in it any more: they get the state anew. */
export function renewEpoch(file: string, epoch: string): void {
  const db = new Database(file, { strict: true });
  try {
    db.run("pragma journal_mode = delete");
    db.run("pragma synchronous = full");
    db.run("update meta set value = ? where key = 'epoch'", [epoch]);
  } finally {
    db.close();
  }
}
