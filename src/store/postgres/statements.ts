/**
 * Statements over one connection of PostgreSQL.
 *
 * They are written with the question marks of the other store, so that both can be read side by side: parameters
 * are numbered here, and names that PostgreSQL reserves or would fold to lower case are quoted. Integers
 * arrive as numbers (every one of ours is below 2^53), truth values as 1 and 0.
 */

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

export interface Database {
  prepare<Row = null, Params extends readonly Value[] = readonly Value[]>(
    sql: string,
  ): Statement<Row, Params>;
}

/** What statements leave behind: whether one was run that writes. */
export interface Traces {
  wrote: boolean;
}

const WRITES = /^\s*(?:insert|update|delete)\b|\b(?:insert into|delete from|update \w+ set)\b/i;

/** Statements that run on the connection which `current` gives at the time. */
export function statementsOver(current: () => Connection, traces: Traces = { wrote: false }): Database {
  return {
    prepare<Row, Params extends readonly Value[]>(sql: string): Statement<Row, Params> {
      const text = toPostgres(sql);
      const writes = WRITES.test(sql);
      const ask = (values: Params): Promise<Rows> => {
        traces.wrote ||= writes;
        return current().unsafe(text, [...values]);
      };
      return {
        async get(...values) {
          const [row] = await ask(values);
          return row === undefined ? null : (plain(row) as Row);
        },
        async all(...values) {
          const rows = await ask(values);
          return Array.from(rows, (row) => plain(row) as Row);
        },
        async run(...values) {
          return { changes: (await ask(values)).count ?? 0 };
        },
      };
    },
  };
}

function plain(row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(row)) {
    values[name] = typeof value === "bigint" || typeof value === "boolean" ? Number(value) : value;
  }
  return values;
}

/** Names that are words of the language, and ours with capitals. */
const QUOTED = /'[^']*'|"[^"]*"|\?\d*|\b(?:user|offset|[a-z]+[A-Z]\w*)\b/g;

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
