/**
 * The store on PostgreSQL: commands are gathered, and run in batches that share a commit.
 *
 * While a batch runs, what arrives gathers for the next: the busier it is, the more commands share a commit.
 * One connection writes, so that commands are run in the order in which they came; another reads.
 */

import { SQL } from "bun";
import type { FaultData } from "../../core/faults.ts";
import { idSource } from "../../core/ids.ts";
import type { Log } from "../../core/log.ts";
import type { Id, Millis } from "../../core/model.ts";
import type { Outcome, Store } from "../../core/ports.ts";
import { batchRunner, type Job, readRunner, type Transact } from "./batch.ts";
import { migrate } from "./schema.ts";
import { type Connection, statementsOver } from "./statements.ts";
import { txSource } from "./tx.ts";

const GONE: FaultData = { code: "storage", message: "The storage is closed", retryAfter: 0 };

/** One process writes to a database, so its number needs no lease. */
const NODE = 0;

interface Waiting extends Job {
  readonly done: (outcome: Outcome) => void;
}

/**
 * Open the store at an address ("postgres://…").
 *
 * Rejects when the database cannot be reached or is newer than the program. `onCommit` hears how many commands a
 * commit held, and its milliseconds.
 */
export async function openPostgres(
  url: string,
  now: () => Millis,
  log: Log,
  onCommit: (commands: number, millis: number) => void = () => undefined,
): Promise<Store> {
  const writer = new Line(url, "read committed read write");
  const reader = new Line(url, "repeatable read read only");
  const largest = await writer.transact(largestId);
  const newId = idSource(NODE, now, largest);
  await writer.transact((connection) =>
    migrate(connection, { now: now(), newId, randomText: () => crypto.randomUUID() }),
  );
  const begin = txSource(
    statementsOver(() => writer.current()),
    newId,
  );
  const beginRead = txSource(
    statementsOver(() => reader.current()),
    () => {
      throw new Error("A read makes no ids");
    },
  );
  const run = batchRunner(writer.transact, begin, now, log);
  const look = readRunner(reader.transact, beginRead, now, log);
  const epoch = await writer.transact(async () => begin(now()).epoch());

  let gathered: Waiting[] = [];
  /** The end of everything that was handed in. */
  let changes: Promise<void> = Promise.resolve();
  let reads: Promise<void> = Promise.resolve();
  let closing = false;

  const flush = async (): Promise<void> => {
    const batch = gathered;
    gathered = [];
    const began = performance.now();
    const outcomes = await run(batch);
    onCommit(batch.length, performance.now() - began);
    for (const [i, outcome] of outcomes.entries()) batch[i]?.done(outcome);
  };

  return {
    epoch,
    change(actor, command, done) {
      if (closing) return done({ ok: false, fault: GONE });
      gathered.push({ actor, command, done });
      if (gathered.length === 1) changes = changes.then(flush);
    },
    read(actor, command, done) {
      if (closing) return done({ ok: false, fault: GONE });
      const before = changes;
      reads = reads.then(async () => {
        await before;
        done(await look({ actor, command }));
      });
    },
    async close() {
      if (closing) return;
      closing = true;
      await changes;
      await reads;
      await writer.close();
      await reader.close();
    },
  };
}

/** One connection, made anew when it is lost; one transaction at a time. */
class Line {
  readonly #pool: SQL;
  readonly #mode: string;
  #current: Connection | null = null;

  constructor(url: string, mode: string) {
    this.#pool = new SQL({ url, max: 1, bigint: true });
    this.#mode = mode;
  }

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
    return this.#pool.close();
  }
}

/** The largest id in the database, 0 in an empty one. */
async function largestId(connection: Connection): Promise<Id> {
  const tables = await connection.unsafe(
    `select table_name as name from information_schema.columns
     where table_schema = current_schema() and column_name = 'id' and table_name <> 'pin'`,
  );
  let largest = 0;
  for (const { name } of tables) {
    const [row] = await connection.unsafe(`select max(id) as id from "${String(name)}"`);
    largest = Math.max(largest, Number(row?.id ?? 0));
  }
  return largest;
}
