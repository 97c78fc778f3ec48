/**
 * The store on PostgreSQL: commands are gathered, and run in batches that share a commit.
 *
 * While a batch runs, what arrives gathers for the next: the busier it is, the more commands share a commit.
 * One connection writes, so that commands are run in the order in which they came; others read.
 */

import type { Reply } from "../../core/commands.ts";
import type { FaultData } from "../../core/faults.ts";
import { idSource } from "../../core/ids.ts";
import type { Log } from "../../core/log.ts";
import type { Id, Millis } from "../../core/model/ids.ts";
import type { Outcome, Store } from "../../core/ports.ts";
import { FUNCTIONS } from "./append.ts";
import { AWAY, type Job, type Slot } from "./batch.ts";
import { holdNode, NODE } from "./chain.ts";
import { indexBehind } from "./indexing.ts";
import { takeLease } from "./lease.ts";
import { explain, isLost, Line, placeOf, requireOwnSessions } from "./line.ts";
import { Memory } from "./memory.ts";
import { openReaders } from "./readers.ts";
import { migrate } from "./schema.ts";
import { type Connection, statementsOver } from "./statements.ts";
import { txSource } from "./tx.ts";
import type { Wave } from "./wave.ts";
import { batchWriter, type Ended } from "./writer.ts";

const GONE: FaultData = { code: "storage", message: "The storage is closed", retryAfter: 0 };

/** How often a database that is away is looked for, in milliseconds. */
const LOOK_MILLIS = 250;

/** Sends that run side by side. */
const SLOTS = 64;

/** Batches that run: one is stored while the next is decided. */
const MOST_RUNNING = 2;

/** After so many milliseconds a connection that answers nothing is given up. */
const SILENT_MILLIS = 20_000;

interface Waiting extends Job {
  readonly done: (outcome: Outcome) => void;
}

/** Commands that share a batch, and its end. */
interface Batch {
  readonly jobs: Waiting[];
  readonly over: PromiseWithResolvers<void>;
}

export interface PostgresOptions {
  /** "postgres://user:password@host:port/database" */
  readonly url: string;
  readonly now: () => Millis;
  readonly log: Log;
  /** A connection that answers nothing for so many milliseconds is given up. */
  readonly silent?: number;
  /** Another process has the database now. */
  readonly onCrash: (reason: string) => void;
  /** Hears how many commands a commit held, and its milliseconds. */
  readonly onCommit?: (commands: number, millis: number) => void;
}

/**
 * Open the store. Rejects with a sentence for the operator when the database cannot be reached, belongs to another
 * process or is newer than the program.
 */
export async function openPostgres({ url, now, log, onCrash, ...more }: PostgresOptions): Promise<Store> {
  const { silent = SILENT_MILLIS } = more;
  const place = placeOf(url);
  const holder = crypto.randomUUID();
  let closing = false;
  const crash = (reason: string): void => {
    if (!closing) onCrash(reason);
  };
  const take = () => takeLease(url, place, () => void leaseAgain());
  /** What was written meanwhile is safe: the row of the node says who may. */
  const leaseAgain = async (): Promise<void> => {
    while (!closing) {
      await Bun.sleep(LOOK_MILLIS);
      try {
        lease = await take();
        if (closing) await lease.release();
        return;
      } catch (error) {
        if (!isLost(error)) return crash(String(error));
      }
    }
  };
  let lease = await take().catch((error: unknown) => {
    throw isLost(error)
      ? new Error(`The database ${place} cannot be reached: ${String(error)}`)
      : explain(error);
  });

  /** It may take as long as there are many rows. */
  const prepare = async (line: Line): Promise<Id> => {
    const randomText = (): string => crypto.randomUUID();
    const largest = await line.transact(largestId);
    const newId = idSource(NODE, now, largest);
    return await line.transact(async (connection) => {
      await migrate(connection, { now: now(), newId, randomText });
      await holdNode(connection, holder);
      for (const sql of FUNCTIONS) await connection.unsafe(sql);
      return await largestId(connection);
    });
  };
  const beginning = new Line(url, "read committed read write");
  const writer = new Line(url, "read committed read write", silent);
  const largest = await requireOwnSessions([beginning, writer])
    .then(() => prepare(beginning))
    .finally(() => beginning.close())
    .catch(async (error: unknown) => {
      closing = true;
      await lease.release();
      await writer.close();
      throw error;
    });
  const memory = new Memory();
  const newId = idSource(NODE, now, largest);
  const slots = (current: () => Connection, wave: Wave): Slot[] =>
    Array.from({ length: SLOTS }, () => slotOver(current, memory, wave, newId));
  const write = batchWriter({ line: writer, slots, memory, holder, now, log, onCrash: crash });
  const epoch = await writer.transact(epochOf);
  const readers = openReaders({ url, now, log, patience: silent, pause: LOOK_MILLIS });

  let gathered: Batch = newBatch();
  /** The end of the last batch that was given to the one who writes. */
  let newest: Promise<void> = Promise.resolve();
  const running = new Set<Batch>();
  let pumping = false;
  let away = false;
  const reads = new Set<Promise<void>>();

  const pump = async (): Promise<void> => {
    pumping = true;
    while (gathered.jobs.length > 0) {
      // After this turn, so that the frames that came in together go over together.
      await new Promise((resolve) => setImmediate(resolve));
      while (running.size >= MOST_RUNNING)
        await Promise.race(Array.from(running, ({ over }) => over.promise));
      const batch = gathered;
      gathered = newBatch();
      newest = batch.over.promise;
      if (away) {
        for (const { done } of batch.jobs) done({ ok: false, fault: AWAY });
        batch.over.resolve();
        continue;
      }
      running.add(batch);
      const began = performance.now();
      const { handed, ended } = write(batch.jobs);
      void ended.then((end) => finish(batch, end, performance.now() - began));
      await handed;
    }
    pumping = false;
  };

  const finish = (batch: Batch, end: Ended, millis: number): void => {
    const { jobs, over } = batch;
    running.delete(batch);
    more.onCommit?.(jobs.length, millis);
    if (end.away) lookFor();
    const sent: Waiting[] = [];
    for (const [i, job] of jobs.entries()) {
      const outcome = end.outcomes[i] ?? null;
      if (outcome === null) sent.push({ ...job, wasSent: true });
      else job.done(outcome);
    }
    indexing.noteStored(jobs.filter(({ command }) => command.type !== "search_index").length);
    gathered.jobs.unshift(...sent);
    over.resolve();
    if (sent.length > 0 && !pumping) void pump();
  };

  /** Until the database is back, commands fail at once. */
  const lookFor = (): void => {
    if (away) return;
    away = true;
    log.error("the database is away", { place });
    const look = async (): Promise<void> => {
      if (closing) return;
      try {
        await writer.transact((connection) => connection.unsafe("select 1"));
        away = false;
        log.info("the database is back", { place });
      } catch {
        setTimeout(look, LOOK_MILLIS);
      }
    };
    setTimeout(look, LOOK_MILLIS);
  };

  const change: Store["change"] = (actor, command, done) => {
    if (closing) return done({ ok: false, fault: GONE });
    gathered.jobs.push({ actor, command, done });
    if (!pumping) void pump();
  };

  const indexing = indexBehind(
    () =>
      new Promise((resolve) => {
        change(null, { type: "search_index", input: {} }, (outcome) => {
          if (!outcome.ok) return resolve("failed");
          resolve((outcome.reply as Reply<"search_index">).behind ? "behind" : "done");
        });
      }),
    () => pumping || running.size > 0,
  );

  return {
    epoch,
    change,
    read(actor, command, done) {
      if (closing) return done({ ok: false, fault: GONE });
      const before = gathered.jobs.length > 0 ? gathered.over.promise : newest;
      const whole = before.then(async () => {
        if (away) return done({ ok: false, fault: AWAY });
        done(await readers.run({ actor, command }));
      });
      reads.add(whole);
      void whole.finally(() => reads.delete(whole));
    },
    underway: () => (running.size === 0 ? null : newest),
    async close() {
      if (closing) return;
      closing = true;
      indexing.stop();
      while (gathered.jobs.length > 0 || running.size > 0)
        await (gathered.jobs.length > 0 ? gathered.over.promise : newest);
      await Promise.all(reads);
      await Promise.all([writer.close(), readers.close()]);
      await lease.release();
    },
  };
}

function slotOver(current: () => Connection, memory: Memory, wave: Wave, newId: () => Id): Slot {
  const db = statementsOver(current, { memory, wave });
  return { begin: txSource(db, newId), traces: db.traces, held: db.held };
}

function newBatch(): Batch {
  return { jobs: [], over: Promise.withResolvers() };
}

async function epochOf(connection: Connection): Promise<string> {
  const [row] = await connection.unsafe("select value from meta where key = 'epoch'");
  return String(row?.value);
}

/** The largest id in the database, 0 in an empty one. */
async function largestId(connection: Connection): Promise<Id> {
  const tables = await connection.unsafe(
    `select table_name as name from information_schema.columns
     where table_schema = current_schema() and column_name = 'id' and table_name not in ('pin', 'log')`,
  );
  // The log's own ids stand beside its streams: there are too many rows to look through.
  const [has] = await connection.unsafe(
    `select 1 as yes from information_schema.columns
     where table_schema = current_schema() and table_name = 'counter' and column_name = 'event'`,
  );
  const [events] = has === undefined ? [] : await connection.unsafe(`select max(event) as id from counter`);
  let largest = Number(events?.id ?? 0);
  for (const { name } of tables) {
    const table = JSON.stringify(name);
    const [row] = await connection.unsafe(`select max(id) as id from ${table}`);
    largest = Math.max(largest, Number(row?.id ?? 0));
  }
  return largest;
}
