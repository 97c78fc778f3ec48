/** One connection to PostgreSQL, made anew when it is lost, and what its errors mean. */

import { SQL } from "bun";
import type { Connection } from "./statements.ts";

/** How long a connection may take to be made, in seconds. */
const CONNECT_SECONDS = 2;

export type Mode = "read committed read write" | "repeatable read read only";

/** Runs `work` inside a transaction on a connection. */
export type Transact = <T>(work: (connection: Connection) => Promise<T>) => Promise<T>;

export class Line {
  readonly #pool: SQL;
  readonly #mode: Mode;
  #current: Connection | null = null;

  constructor(url: string, mode: Mode) {
    this.#pool = new SQL(optionsOf(url));
    this.#mode = mode;
  }

  /** One at a time. */
  readonly transact: Transact = (work) =>
    this.#pool.begin(`isolation level ${this.#mode}`, async (transaction) => {
      const connection: Connection = { unsafe: (sql, values) => transaction.unsafe(sql, values) };
      this.#current = connection;
      try {
        return await work(connection);
      } finally {
        this.#current = null;
      }
    });

  /** The connection of the transaction that runs. */
  current(): Connection {
    if (this.#current === null) throw new Error("There is no transaction");
    return this.#current;
  }

  close(): Promise<void> {
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
  if (!(error instanceof SQL.PostgresError)) return false;
  if (/^ERR_POSTGRES_(CONNECTION|IDLE|LIFETIME)/.test(error.code)) return true;
  // Shut down, crashed, starting, no room for another connection; what a pooler says when its server went.
  return /^(57P0[1-4]|53300|08...)$/.test(error.errno ?? "");
}

/** Whether two transactions were in each other's way, so that the same may succeed when it is tried again. */
export function isConflict(error: unknown): boolean {
  return error instanceof SQL.PostgresError && /^40/.test(error.errno ?? "");
}

/** Whether the database said it, and not a bug of ours. */
export function isDatabaseError(error: unknown): boolean {
  return error instanceof SQL.PostgresError;
}
