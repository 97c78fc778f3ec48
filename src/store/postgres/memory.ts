/**
 * Answers that stay true: rows of tables that seldom change, kept by the one process that writes.
 *
 * Nobody else writes to the database while a process holds it, so an answer holds until a statement of this process
 * writes to one of the tables that it was read from. What was undone may have been read: after that nothing is kept.
 */

/** Answers that are kept of one statement. */
const MAX_ANSWERS = 10_000;

const READ = /\b(?:from|join)\s+"?(\w+)/gi;

/** Gives what is kept at once. */
export type Keeper = (
  values: readonly unknown[],
  read: () => Promise<readonly unknown[]>,
) => readonly unknown[] | Promise<readonly unknown[]>;

interface Answers {
  readonly tables: ReadonlySet<string>;
  /** By the values. */
  readonly kept: Map<string, readonly unknown[]>;
}

export class Memory {
  /** By the statement. */
  readonly #answers = new Map<string, Answers>();
  /** Changes with every write and every undoing: what was asked before it is not kept. */
  #age = 0;

  /** Keeps answers of one statement. */
  statement(sql: string): Keeper {
    const answers = this.#answers.get(sql) ?? {
      tables: new Set([...sql.matchAll(READ)].map(([, table = ""]) => table)),
      kept: new Map<string, readonly unknown[]>(),
    };
    this.#answers.set(sql, answers);
    const { kept } = answers;
    const learn = async (key: string, read: () => Promise<readonly unknown[]>) => {
      const age = this.#age;
      const rows = await read();
      if (age === this.#age) {
        if (kept.size >= MAX_ANSWERS) kept.clear();
        kept.set(key, rows);
      }
      return rows;
    };
    return (values, read) => {
      const key = JSON.stringify(values);
      return kept.get(key) ?? learn(key, read);
    };
  }

  /** A statement writes to these tables. */
  wrote(written: readonly string[]): void {
    for (const { tables, kept } of this.#answers.values()) {
      if (!written.some((table) => tables.has(table))) continue;
      kept.clear();
      this.#age += 1;
    }
  }

  forget(): void {
    this.#age += 1;
    for (const { kept } of this.#answers.values()) kept.clear();
  }
}
