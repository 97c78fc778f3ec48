/** Opening the files of an instance: one writer, any number of readers. */

import { Database } from "bun:sqlite";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { PlannedDatabase } from "./planned.ts";
import { type Beginning, migrate } from "./schema.ts";

/**
 * Pages of 4 KiB that the journal gathers before they go into the database. Busy pages are written again by
 * each commit: the more gather, the fewer are copied.
 */
const JOURNAL_PAGES = 8_192;

/**
 * Open for writing, and bring up to date.
 *
 * Throws a sentence for the operator when another process has the directory, when the database is newer than the
 * program, or when the disk refuses. `tell` hears of each migration before it begins.
 */
export function openWriter(
  directory: string,
  beginning: Beginning,
  tell?: (version: number, upTo: number) => void,
): { db: PlannedDatabase; release: () => void } {
  makeDirectory(directory);
  const release = lock(directory);
  try {
    const db = new PlannedDatabase(join(directory, "koine.db"), { create: true, strict: true });
    // First, for after a crash even a reader, such as a backup, holds the journal for a moment.
    db.run("pragma busy_timeout = 5000");
    db.run("pragma journal_mode = wal");
    // An answer is given when its commit has reached the disk.
    db.run("pragma synchronous = full");
    db.run(`pragma wal_autocheckpoint = ${JOURNAL_PAGES}`);
    // What is deleted is overwritten.
    db.run("pragma secure_delete = on");
    db.run("pragma temp_store = memory");
    db.run("pragma cache_size = -65536");
    migrate(db, beginning, tell);
    return { db, release };
  } catch (error) {
    release();
    if (isDiskError(error)) throw new Error(`Cannot write in ${directory}: ${reasonOf(error)}`);
    throw error;
  }
}

/** Whether it is the disk that refuses, and no bug of ours. */
function isDiskError(error: unknown): boolean {
  return (
    error instanceof Error &&
    "code" in error &&
    /^SQLITE_(FULL|READONLY|CANTOPEN|IOERR)/.test(String(error.code))
  );
}

/** The directory, made when it is not there. Throws a sentence for the operator. */
export function makeDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new Error(`Cannot make ${directory}: ${reasonOf(error)}`);
  }
}

/** Open for reading; the writer must have opened before. */
export function openReader(directory: string): PlannedDatabase {
  const db = new PlannedDatabase(join(directory, "koine.db"), { readonly: true, strict: true });
  db.run("pragma busy_timeout = 5000");
  db.run("pragma temp_store = memory");
  db.run("pragma query_only = on");
  return db;
}

/**
 * A lock on a data directory that the system takes back when the process dies, however it dies; gives what
 * releases it. Throws a sentence for the operator when another process has it.
 */
export function lock(directory: string): () => void {
  let db: Database | null = null;
  try {
    db = new Database(join(directory, "koine.lock"), { create: true, strict: true });
    db.run("pragma locking_mode = exclusive");
    db.run("begin exclusive");
    // Where nothing can be written SQLite opens for reading without a word, and then locks nothing.
    db.run("pragma user_version = 1");
  } catch (error) {
    db?.close();
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (code.startsWith("SQLITE_BUSY")) throw new Error(`Another Koine is running on ${directory}`);
    throw new Error(`Cannot write in ${directory}: ${reasonOf(error)}`);
  }
  const held = db;
  return () => held.close();
}

/** What the disk says, for the operator. */
function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (/^SQLITE_FULL/.test(code) || code === "ENOSPC") return "the disk is full";
  if (/^SQLITE_(READONLY|CANTOPEN)/.test(code) || code === "EROFS")
    return "the disk is read-only, or the folder is not ours to write in";
  return error instanceof Error ? error.message : String(error);
}

/** Tables with ids of ours as their keys; those that the search index keeps for itself have numbers of their own. */
const TABLES_WITH_IDS = `select listed.name from pragma_table_list listed, pragma_table_info(listed.name) field
  where listed.schema = 'main' and listed.type = 'table'
    and field.name = 'id' and field.type = 'INTEGER' and field.pk = 1`;

/** The largest id in the database, 0 in an empty one. */
export function largestId(directory: string): number {
  const path = join(directory, "koine.db");
  let db: Database;
  try {
    db = new Database(path, { readonly: true, strict: true });
  } catch {
    return 0; // Not there yet: the writer makes it.
  }
  try {
    db.run("pragma busy_timeout = 5000");
    const largest = db
      .query<{ name: string }, []>(TABLES_WITH_IDS)
      .all()
      .map(
        ({ name }) => db.query<{ id: number | null }, []>(`select max(id) as id from ${name}`).get()?.id ?? 0,
      );
    // The log's own ids stand beside its streams: there are too many rows to look through.
    const hasEvents =
      db.query(`select 1 from pragma_table_info('counter') where name = 'event'`).get() !== null;
    const event = hasEvents
      ? (db.query<{ id: number | null }, []>(`select max(event) as id from counter`).get()?.id ?? 0)
      : 0;
    return Math.max(0, event, ...largest);
  } finally {
    db.close();
  }
}
