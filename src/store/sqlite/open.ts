/** Opening the files of an instance: one writer, any number of readers. */

import { Database } from "bun:sqlite";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Beginning, migrate } from "./schema.ts";

/**
 * Open for writing, and bring up to date.
 *
 * Throws a sentence for the operator when another process has the directory, or when the database is newer
 * than the program.
 */
export function openWriter(directory: string, beginning: Beginning): { db: Database; release: () => void } {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const release = lock(directory);
  try {
    const db = new Database(join(directory, "koine.db"), { create: true, strict: true });
    db.run("pragma journal_mode = wal");
    // An answer is given when its commit has reached the disk.
    db.run("pragma synchronous = full");
    // What is deleted is overwritten.
    db.run("pragma secure_delete = on");
    db.run("pragma busy_timeout = 5000");
    db.run("pragma temp_store = memory");
    db.run("pragma cache_size = -65536");
    migrate(db, beginning);
    return { db, release };
  } catch (error) {
    release();
    throw error;
  }
}

/** Open for reading; the writer must have opened before. */
export function openReader(directory: string): Database {
  const db = new Database(join(directory, "koine.db"), { readonly: true, strict: true });
  db.run("pragma busy_timeout = 5000");
  db.run("pragma temp_store = memory");
  db.run("pragma query_only = on");
  return db;
}

/** A lock that the system takes back when the process dies, however it dies. */
function lock(directory: string): () => void {
  const db = new Database(join(directory, "koine.lock"), { create: true, strict: true });
  try {
    db.run("pragma locking_mode = exclusive");
    db.run("begin exclusive");
  } catch {
    db.close();
    throw new Error(`Another Koine is running on ${directory}`);
  }
  return () => db.close();
}

const TABLES_WITH_IDS = ["user", "token", "session", "space", "role", "room", "message", "audit"];

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
    const present = new Set(
      db
        .query<{ name: string }, []>("select name from sqlite_schema where type = 'table'")
        .all()
        .map((t) => t.name),
    );
    const largest = TABLES_WITH_IDS.filter((table) => present.has(table)).map(
      (table) => db.query<{ id: number | null }, []>(`select max(id) as id from ${table}`).get()?.id ?? 0,
    );
    return Math.max(0, ...largest);
  } finally {
    db.close();
  }
}
