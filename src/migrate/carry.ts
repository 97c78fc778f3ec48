/**
 * Carrying an instance from the file to PostgreSQL while its server runs.
 *
 * Everything is copied and compared as it was at one moment, and meanwhile the server notes which rows it changes.
 * Those are copied after it, as of another moment, again and again until they are few; then the server stops writing,
 * and the rest is copied and compared. After each step the copy is what the file was at one moment, row by row.
 *
 * What takes longer the larger the instance is, is done before the server stops: the rows of both are counted as of one
 * of those moments, and what was changed after it is known by name.
 */

import type { Progress } from "../backup/progress.ts";
import type { Change, Table } from "../store/sqlite/watch.ts";
import { kept, type Row, type Source } from "./source.ts";
import type { Target, Writing } from "./target.ts";

/** Rows that are copied at a time. */
const CHUNK = 1_000;

/** When so few rows were changed the server stops writing, and after so many steps at the latest. */
const FEW = 500;
const MAX_STEPS = 10;

/**
 * Small tables in which a row may take another's place by what is not its key: of the row that went nothing is noted.
 * They are copied whole.
 */
const REPLACING: ReadonlySet<string> = new Set(["push_device", "slash_command"]);

/** The server that runs on the file; where none does, nothing changes. */
export interface Writers {
  begin(): Promise<void>;
  take(): Promise<readonly Change[]>;
  stop(): Promise<void>;
  /** The server's file is not to be written to again. */
  finish(): Promise<void>;
}

export interface Carried {
  /** Rows, by table. */
  readonly rows: Readonly<Record<string, number>>;
  /** Of them copied while nobody could write. */
  readonly last: number;
  /** How long nobody could write, in milliseconds, until all was there and compared. */
  readonly stoppedMillis: number;
}

/** Rejects when a row is not what it was; then the target stays marked as not whole. */
export async function carry(options: {
  readonly source: Source;
  readonly target: Target;
  readonly writers: Writers;
  readonly progress: Progress;
  /** Milliseconds that never go back. */
  readonly clock: () => number;
}): Promise<Carried> {
  const { source, target, writers, progress, clock } = options;
  await writers.begin();
  source.look();
  await copyAll(source, target, progress);
  await target.index();

  /** Changed since the moment before, or perhaps only since the last. */
  let before = new Map<string, Change>();
  /** Rows, by table, since they were counted. */
  let rows: Record<string, number> = {};
  const step = async (): Promise<number> => {
    source.look();
    const taken = new Map((await writers.take()).map((change) => [change.join(" "), change]));
    // Some may have come after the moment: they are copied once more with the next.
    const copied = await copyChanged(source, target, [...new Map([...before, ...taken]).values()], rows);
    before = taken;
    progress("copying what was changed meanwhile", copied, 0);
    return copied;
  };
  const untilFew = async (): Promise<void> => {
    for (let steps = 1; (await step()) > FEW && steps < MAX_STEPS; ) steps += 1;
  };
  await untilFew();
  rows = await countAll(source, target);
  await untilFew();

  const began = clock();
  await writers.stop();
  const last = await step();
  await writers.finish();
  await target.finish(source.tables);
  return { rows, last, stoppedMillis: clock() - began };
}

async function copyAll(source: Source, target: Target, progress: Progress): Promise<void> {
  const total = source.tables.reduce((sum, table) => sum + source.count(table), 0);
  let done = 0;
  for (const table of source.tables) {
    for (let last: Row | null = null; ; ) {
      const rows = source.after(table, last, CHUNK);
      await target.together((writing) => writing.add(table, rows));
      await target.together((writing) => compare(writing, table, rows, rows));
      done += rows.length;
      progress("copying", done, total);
      if (rows.length < CHUNK) break;
      last = rows.at(-1) ?? null;
    }
  }
}

/**
 * All of it is one change: a name that went from one row to another is never in two. Gives how many rows, and keeps
 * `counts` of the tables right.
 */
async function copyChanged(
  source: Source,
  target: Target,
  changes: readonly Change[],
  counts: Record<string, number>,
): Promise<number> {
  const parts = source.tables.map((table) => {
    if (REPLACING.has(table.name)) {
      const rows = source.after(table, null, Number.MAX_SAFE_INTEGER);
      return { table, keys: rows, rows, changed: 0 };
    }
    const keys = changes.filter(([name]) => name === table.name).map(([, key]) => keyOf(table, key));
    return { table, keys, rows: source.withKeys(table, keys), changed: keys.length };
  });
  await target.together(async (writing) => {
    for (const { table, keys, rows } of parts) {
      let gone = REPLACING.has(table.name) ? await writing.empty(table) : 0;
      for (const some of chunksOf(keys)) gone += await writing.remove(table, some);
      counts[table.name] = (counts[table.name] ?? 0) + rows.length - gone;
    }
    for (const { table, rows } of parts) for (const some of chunksOf(rows)) await writing.add(table, some);
    for (const { table, keys, rows } of parts) {
      const there = new Map(rows.map((row) => [nameOf(table, row), row]));
      for (const some of chunksOf(keys)) {
        const wanted = some.map((key) => there.get(nameOf(table, key))).filter((row) => row !== undefined);
        await compare(writing, table, some, wanted);
      }
    }
  });
  return parts.reduce((sum, { changed }) => sum + changed, 0);
}

/** Throws when of the rows with the keys not exactly those that are `wanted` are there. */
async function compare(
  writing: Writing,
  table: Table,
  keys: readonly Row[],
  wanted: readonly Row[],
): Promise<void> {
  const found = await writing.withKeys(table, keys);
  const there = new Map(found.map((row) => [nameOf(table, row), row]));
  for (const row of wanted.map(kept)) {
    const copy = there.get(nameOf(table, row));
    const differs = table.columns.find((column) => copy?.[column] !== row[column]);
    if (differs !== undefined) {
      throw new Error(
        `The row ${nameOf(table, row)} of ${table.name} was not copied as it is: see ${differs}`,
      );
    }
  }
  if (found.length !== wanted.length) {
    throw new Error(`${table.name} has ${found.length} rows instead of ${wanted.length}`);
  }
}

/** Throws when a table has more rows than it should. */
async function countAll(source: Source, target: Target): Promise<Record<string, number>> {
  return await target.together(async (writing) => {
    const counts: Record<string, number> = {};
    for (const table of source.tables) {
      const [wanted, found] = [source.count(table), await writing.count(table)];
      if (wanted !== found) throw new Error(`${table.name} has ${found} rows instead of ${wanted}`);
      counts[table.name] = found;
    }
    return counts;
  });
}

function keyOf(table: Table, key: string): Row {
  const values = JSON.parse(key) as (string | number)[];
  return Object.fromEntries(table.key.map((column, i) => [column, values[i] ?? null]));
}

/** Of a row, or of its key. */
function nameOf(table: Table, row: Row): string {
  const clean = kept(row);
  return JSON.stringify(table.key.map((column) => clean[column]));
}

function* chunksOf<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < all.length; at += CHUNK) yield all.slice(at, at + CHUNK);
}
