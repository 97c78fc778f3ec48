/**
 * Statements over one connection of PostgreSQL.
 *
 * They are written with the question marks of the other store, so that both can be read side by side: parameters
 * are numbered here, and names that PostgreSQL reserves or would fold to lower case are quoted. Integers
 * arrive as numbers (every one of ours is below 2^53), truth values as 1 and 0.
 */

import type { Unsaid } from "./append.ts";
import type { Memory } from "./memory.ts";
import { storableList, storableValue } from "./storable.ts";
import { Wave } from "./wave.ts";

/** A value that goes into a statement. */
export type Value = string | number | null;

/** What runs a statement: one connection, or one transaction of a pool. */
export interface Connection {
  unsafe(sql: string, values?: Value[]): Promise<Rows>;
}

/** The rows of an answer; `count` is how many rows were changed. */
export interface Rows extends Array<Readonly<Record<string, unknown>>> {
  readonly count: number | null;
}

export interface Statement<Row, Params extends readonly Value[]> {
  get(...values: Params): Promise<Row | null>;
  all(...values: Params): Promise<Row[]>;
  run(...values: Params): Promise<{ readonly changes: number }>;
}

type Prepare = <Row = null, Params extends readonly Value[] = readonly Value[]>(
  sql: string,
) => Statement<Row, Params>;

export interface Database {
  readonly prepare: Prepare;
  /**
   * As `prepare`, for a query that is asked again and again of tables that seldom change: the one who writes keeps
   * the answer until one of them is written to. Its rows must not be changed.
   */
  readonly prepareSteady: Prepare;
  /** What may wait for the command's next statement. */
  readonly held: Held;
  /** What the commands of a batch append together. */
  readonly wave: Wave;
  readonly traces: Traces;
}

interface Waiting extends Unsaid {
  readonly store: () => Promise<void>;
}

/**
 * A message whose storing is put off until another statement runs, or the command ends: mostly the next is the row
 * of the log that tells of it, and both are one statement.
 */
export class Held {
  #waiting: Waiting | null = null;

  put(waiting: Waiting): void {
    this.#waiting = waiting;
  }

  /** Takes it away; who takes it stores it. */
  take(): Waiting | null {
    const waiting = this.#waiting;
    this.#waiting = null;
    return waiting;
  }

  get any(): boolean {
    return this.#waiting !== null;
  }

  async flush(): Promise<void> {
    await this.take()?.store();
  }
}

/** How a command is run, and what its statements leave behind. */
export interface Traces {
  /** Whether one was run that writes. */
  wrote: boolean;
  /** Whether a nonce is taken to be new without asking: storing tells when it is not. */
  trusts: boolean;
  /** Hears that the command has nothing left to do but wait for what it appended to the wave. */
  parked: () => void;
}

export interface Surroundings {
  /** Of the one who writes. */
  readonly memory?: Memory;
  /** Shared by the commands of a batch. */
  readonly wave?: Wave;
}

/** Stores what a wave holds, inside the transaction of the connection. */
export const TELL_HERE = "select * from tell($1)";

const WRITTEN = /\b(?:insert into|update|delete from)\s+"?(\w+)/gi;

/** Statements that run on the connection which `current` gives at the time. */
export function statementsOver(
  current: () => Connection,
  { memory, ...shared }: Surroundings = {},
): Database {
  const held = new Held();
  const traces: Traces = { wrote: false, trusts: false, parked: () => undefined };
  const wave = shared.wave ?? new Wave();
  const make = (remember: Memory | null): Prepare =>
    function prepare<Row, Params extends readonly Value[]>(sql: string): Statement<Row, Params> {
      const { text, written, clean } = understood(sql);
      const kept = remember?.statement(sql) ?? null;
      const ask = async (values: Params): Promise<Rows> => {
        if (held.any) await held.flush();
        // Sends do not change what is kept, so that may be asked before they are stored.
        if (kept === null && wave.any) await wave.store((list) => current().unsafe(TELL_HERE, [list]));
        if (written.length > 0) {
          traces.wrote = true;
          memory?.wrote(written);
        }
        return await current().unsafe(text, values.map(clean));
      };
      const read = async (values: Params): Promise<readonly Row[]> =>
        Array.from(await ask(values), (row) => plain(row) as Row);
      const rows = (values: Params): Promise<readonly Row[]> | readonly Row[] =>
        kept === null ? read(values) : (kept(values, () => read(values)) as ReturnType<typeof read>);
      return {
        get: async (...values) => (await rows(values))[0] ?? null,
        all: async (...values) => [...(await rows(values))],
        run: async (...values) => ({ changes: (await ask(values)).count ?? 0 }),
      };
    };
  return { prepare: make(null), prepareSteady: make(memory ?? null), held, wave, traces };
}

/** Statements that take a list as JSON. */
const LISTS = /\b(?:ids|texts)_of\(\?/;

/** The tables that a statement writes to. */
function writtenBy(sql: string): readonly string[] {
  return [...sql.matchAll(WRITTEN)].flatMap(([, table = ""]) => (table === "set" ? [] : [table]));
}

function plain(row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(row)) {
    values[name] = typeof value === "bigint" || typeof value === "boolean" ? Number(value) : value;
  }
  return values;
}

/** Names that are words of the language, where they stand as names, and ours with capitals. */
const QUOTED = /'[^']*'|"[^"]*"|\?\d*|\b(?:user|offset(?!\s*\?)|[a-z]+[A-Z]\w*)\b/g;

interface Understood {
  readonly text: string;
  readonly written: readonly string[];
  readonly clean: (value: Value) => Value;
}

/** They are the same for every connection. */
const known = new Map<string, Understood>();

function understood(sql: string): Understood {
  const before = known.get(sql);
  if (before !== undefined) return before;
  const clean = LISTS.test(sql) ? storableList : storableValue;
  const statement = { text: toPostgres(sql), written: writtenBy(sql), clean };
  if (known.size < 2_000) known.set(sql, statement);
  return statement;
}

/** A statement in PostgreSQL's words. */
export function toPostgres(sql: string): string {
  let last = 0;
  return sql.replaceAll(QUOTED, (part) => {
    if (part.startsWith("?")) {
      last = part === "?" ? last + 1 : Number(part.slice(1));
      return `$${last}`;
    }
    return part.startsWith("'") || part.startsWith('"') ? part : `"${part}"`;
  });
}
