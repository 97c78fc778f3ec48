/** The store that the configuration names. */

import { existsSync } from "node:fs";
import { join } from "node:path";
import { DATABASE } from "../backup/contents.ts";
import type { Config } from "../config.ts";
import type { Log } from "../core/log.ts";
import type { Store } from "../core/ports.ts";
import { openPostgres } from "../store/postgres/client.ts";
import { inquire } from "../store/postgres/inquiry.ts";
import { type Moving, openSqlite } from "../store/sqlite/client.ts";
import { lock, makeDirectory } from "../store/sqlite/open.ts";

export interface StoreSurroundings {
  readonly spawnWorker: () => Worker;
  readonly log: Log;
  readonly now: () => number;
  /** Hears when it cannot go on. */
  readonly onCrash: (reason: string) => void;
  /** Hears how many commands a commit held, and its milliseconds. */
  readonly onCommit?: (commands: number, millis: number) => void;
}

export interface Opened extends Store {
  /** For carrying it elsewhere; null where it is the other already. */
  readonly moving: Moving | null;
  /** What a crowd left behind in threads of its own; nothing where it has none. */
  clean(how: "collect" | "shrink"): void;
}

/** Rejects with a sentence for the operator: another process has it, it is newer, it cannot be reached. */
export async function openStore(
  { store, data }: Pick<Config, "store" | "data">,
  { spawnWorker, ...surroundings }: StoreSurroundings,
): Promise<Opened> {
  const { log, onCrash, onCommit } = surroundings;
  if (store.url === "sqlite") return await openSqlite(data, spawnWorker, log, onCrash, onCommit);
  // The files and the keys are there still, and one process takes care of them.
  makeDirectory(data);
  const release = lock(data);
  try {
    const opened = await openPostgres({ url: store.url, ...surroundings });
    return { ...opened, moving: null, clean: () => undefined, close: () => opened.close().finally(release) };
  } catch (error) {
    release();
    throw error;
  }
}

/** Whether there is something of ours in it already. */
export async function hasDatabase({ store, data }: Pick<Config, "store" | "data">): Promise<boolean> {
  if (store.url === "sqlite") return existsSync(join(data, DATABASE));
  return (await inquire(store.url)).version > 0;
}

/** For what works on the file of the other store alone. Throws a sentence for the operator. */
export function requireSqlite({ store }: Pick<Config, "store">, instead: string): void {
  if (store.url === "sqlite") return;
  throw new Error(`This works on the database file, and [store] url names a PostgreSQL database: ${instead}`);
}
