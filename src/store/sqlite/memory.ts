/**
 * Answers that stay true: what was read from tables that seldom change, kept by the one connection that writes.
 *
 * Nobody else writes to the database while a process holds it, so an answer holds until a statement of this
 * connection writes to one of the tables that it was read from, itself or by a trigger. What was undone may have
 * been read: after that nothing is kept.
 */

/** Answers that are kept of one question. */
const MAX_ANSWERS = 10_000;

const READ = /\b(?:from|join)\s+"?(\w+)/gi;
const WRITTEN =
  /\b(?:insert(?:\s+or\s+\w+)?\s+into|replace\s+into|update(?:\s+or\s+\w+)?|delete\s+from)\s+"?(\w+)/gi;

/** The tables that a statement, or the body of a trigger, writes to by its own words. */
export function writtenBy(sql: string): string[] {
  return tablesIn(sql, WRITTEN);
}

interface Question {
  readonly tables: ReadonlySet<string>;
  readonly answers: Map<number | string, unknown>;
}

export class Memory {
  /** By table: those that its triggers write to. */
  readonly #triggered = new Map<string, readonly string[]>();
  readonly #questions: Question[] = [];
  /** A statement that writes was run since this was last set to false. */
  wrote = false;

  /** Knows the triggers of the database; those that are made later must write to no table that is asked for. */
  constructor(triggers: readonly { readonly table: string; readonly sql: string }[]) {
    for (const { table, sql } of triggers)
      this.#triggered.set(table, [...(this.#triggered.get(table) ?? []), ...writtenBy(sql)]);
  }

  /** Keeps what `ask` answers, which reads with these statements and nothing else. Answers must not be changed. */
  keep<Values extends readonly number[], Answer>(
    sqls: readonly string[],
    ask: (...values: Values) => Answer,
  ): (...values: Values) => Answer {
    const answers = new Map<number | string, Answer>();
    this.#questions.push({ tables: new Set(sqls.flatMap((sql) => tablesIn(sql, READ))), answers });
    return (...values) => {
      const [only = 0] = values;
      const key = values.length === 1 ? only : values.join();
      const known = answers.get(key);
      if (known !== undefined) return known;
      const answer = ask(...values);
      if (answers.size >= MAX_ANSWERS) answers.clear();
      answers.set(key, answer);
      return answer;
    };
  }

  /** What to call before a statement that writes to these tables is run. */
  writing(tables: readonly string[]): () => void {
    const all = this.#reached(tables);
    let seen = 0;
    let touched: readonly Question[] = [];
    return () => {
      this.wrote = true;
      if (seen !== this.#questions.length) {
        seen = this.#questions.length;
        touched = this.#questions.filter((question) => all.some((table) => question.tables.has(table)));
      }
      for (const { answers } of touched) answers.clear();
    };
  }

  forget(): void {
    for (const { answers } of this.#questions) answers.clear();
  }

  /** With what their triggers write to, and the triggers of that. */
  #reached(tables: readonly string[]): readonly string[] {
    const reached = new Set(tables);
    for (const table of reached) for (const further of this.#triggered.get(table) ?? []) reached.add(further);
    return [...reached];
  }
}

function tablesIn(sql: string, words: RegExp): string[] {
  return [...sql.matchAll(words)].map(([, table = ""]) => table.toLowerCase());
}
