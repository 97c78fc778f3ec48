/** One connection to PostgreSQL, made anew when it is lost, and what its errors mean. */

import { SQL } from "bun";
import type { Connection, Rows, Value } from "./statements.ts";

/** How long a connection may take to be made, in seconds. */
const CONNECT_SECONDS = 2;

export type Mode = "read committed read write" | "repeatable read read only";

/** Runs `work` inside a transaction on a connection. */
export type Transact = <T>(work: (connection: Connection) => Promise<T>) => Promise<T>;

/** No connection was made, or none that a transaction can begin on; or what it knew is gone. Nothing was done. */
class Unserved extends Error {}

export class Line {
  readonly #url: string;
  readonly #mode: Mode;
  readonly #patience: number;
  #pool: SQL;
  #current: Connection | null = null;
  #isClosed = false;

  /**
   * A connection that answers nothing for `patience` milliseconds is given up; without, it is waited for. A machine
   * that went away without a word says nothing for a quarter of an hour.
   */
  constructor(url: string, mode: Mode, patience = Number.POSITIVE_INFINITY) {
    this.#url = url;
    this.#mode = mode;
    this.#patience = patience;
    this.#pool = new SQL(optionsOf(url));
  }

  /** One at a time. */
  readonly transact: Transact = async (work) => {
    const pool = this.#pool;
    const watch = this.#watch(pool);
    let hasBegun = false;
    try {
      return await pool.begin(`isolation level ${this.#mode}`, async (transaction) => {
        hasBegun = true;
        const connection: Connection = {
          async unsafe(sql, values) {
            const rows = await transaction.unsafe(sql, values);
            watch?.refresh();
            return rows;
          },
        };
        this.#current = connection;
        try {
          return await work(connection);
        } finally {
          if (this.#current === connection) this.#current = null;
          watch?.refresh();
        }
      });
    } catch (error) {
      if (isOfNoUse(error)) this.#renew(pool);
      if (hasBegun || !(error instanceof SQL.PostgresError) || isLost(error)) throw error;
      // A replica takes nothing in, a password is wrong, the database was renamed: another may answer at the address soon.
      this.#renew(pool);
      throw new Unserved(String(error), { cause: error });
    } finally {
      clearTimeout(watch);
    }
  };

  /**
   * Runs one statement that is a transaction of its own. The next may be given before it has ended: they are run in
   * order, and none waits for the answer to the one before. Not while a transaction is under way.
   */
  async once(sql: string, values: Value[]): Promise<Rows> {
    const pool = this.#pool;
    const watch = this.#watch(pool);
    try {
      return await pool.unsafe(sql, values);
    } catch (error) {
      if (isOfNoUse(error)) this.#renew(pool);
      if (!isOfAnotherAddress(error)) throw error;
      this.#renew(pool);
      throw new Unserved(String(error), { cause: error });
    } finally {
      clearTimeout(watch);
    }
  }

  #watch(pool: SQL): Timer | undefined {
    return Number.isFinite(this.#patience) ? setTimeout(() => this.#renew(pool), this.#patience) : undefined;
  }

  /** What is under way on a connection ends with an error, and the next transaction begins on a new one. */
  #renew(pool: SQL): void {
    if (this.#isClosed || pool !== this.#pool) return;
    this.#pool = new SQL(optionsOf(this.#url));
    void pool.close({ timeout: 0 }).catch(() => undefined);
  }

  /** The connection of the transaction that runs. */
  current(): Connection {
    if (this.#current === null) throw new Error("There is no transaction");
    return this.#current;
  }

  close(): Promise<void> {
    this.#isClosed = true;
    return this.#pool.close({ timeout: 0 });
  }
}

/**
 * How to connect. A pooler that hands out connections by the transaction keeps no prepared statements: with
 * "?prepare=false" in the address none are made.
 */
export function optionsOf(address: string) {
  const url = new URL(address);
  const prepare = url.searchParams.get("prepare") !== "false";
  url.searchParams.delete("prepare");
  return {
    url: url.href,
    max: 1,
    bigint: true,
    prepare,
    connectionTimeout: CONNECT_SECONDS,
  } as const;
}

/** The address without its password, for people. */
export function placeOf(address: string): string {
  const { hostname, port, pathname } = new URL(address);
  return `${hostname}:${port === "" ? 5432 : port}${pathname}`;
}

/** Whether it was the connection that ended, or was not made: nothing is known of what was under way. */
export function isLost(error: unknown): boolean {
  if (error instanceof Unserved) return true;
  if (!(error instanceof SQL.PostgresError)) return false;
  if (/^ERR_POSTGRES_(CONNECTION|IDLE|LIFETIME)/.test(error.code)) return true;
  // Shut down, crashed, starting, idle for too long, no room for another connection; what a pooler says when its
  // server went.
  return /^(57P0[1-5]|25P0[34]|53300|08...)$/.test(error.errno ?? "") || isOfNoUse(error);
}

/**
 * Whether a connection that still stands must be left: it leads to a replica, or to a server that does not know our
 * statements (a pooler's, after DISCARD ALL). The transaction has failed.
 */
function isOfNoUse(error: unknown): boolean {
  return error instanceof SQL.PostgresError && /^(25006|26000)$/.test(error.errno ?? "");
}

/** Whether no connection was made since the server there lets us in no more: another may answer at the address soon. */
function isOfAnotherAddress(error: unknown): boolean {
  return error instanceof SQL.PostgresError && /^(28...|3D000)$/.test(error.errno ?? "");
}

/**
 * Throws a sentence for the operator where a pooler hands a server's session from one connection to another by the
 * transaction: statements that one prepared would be taken for those of the other.
 */
export async function requireOwnSessions(lines: readonly Line[]): Promise<void> {
  for (const [i, line] of lines.entries()) {
    await line.transact((connection) => connection.unsafe(`select ${i} + $1::int`, [i])).catch(explain);
  }
}

/** Throws the error, or a sentence for the operator where it shows that sessions are shared. */
export function explain(error: unknown): never {
  const isShared = error instanceof SQL.PostgresError && error.errno === "42P05";
  if (!isShared) throw error;
  throw new Error(
    "A pooler that hands out connections by the transaction stands before the database: write ?prepare=false at the end of its address",
  );
}

/** Whether the disk of the database is full. */
export function isFull(error: unknown): boolean {
  return isSaying(error, "53100");
}

/** Whether the database said it with this code. */
export function isSaying(error: unknown, code: string): boolean {
  return error instanceof SQL.PostgresError && error.errno === code;
}

/** Whether two transactions were in each other's way, so that the same may succeed when it is tried again. */
export function isConflict(error: unknown): boolean {
  return error instanceof SQL.PostgresError && /^40/.test(error.errno ?? "");
}

/** Whether the database said it, and not a bug of ours. */
export function isDatabaseError(error: unknown): boolean {
  return error instanceof SQL.PostgresError;
}
