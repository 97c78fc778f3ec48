/**
 * Group commit: all commands that wait share one transaction and one flush to the disk, and a fault undoes only
 * its own command.
 *
 * Most faults come before anything is written, so commands run without savepoints at first: within one SQLite keeps
 * a copy of every page that it changes. When one fails that had written, the whole is undone and run again, each in a
 * savepoint of its own.
 */

import type { Database } from "bun:sqlite";
import type { Command } from "../../core/commands.ts";
import { dispatch } from "../../core/dispatch.ts";
import { Fault, type FaultData } from "../../core/faults.ts";
import type { Log } from "../../core/log.ts";
import type { Millis } from "../../core/model/ids.ts";
import type { Actor } from "../../core/model/users.ts";
import type { Outcome } from "../../core/ports.ts";
import type { Tx } from "../../core/tx/tx.ts";
import type { Held } from "./held.ts";
import type { Memory } from "./memory.ts";

export interface Job {
  readonly actor: Actor | null;
  readonly command: Command;
}

const STORAGE: FaultData = {
  code: "storage",
  message: "The storage failed; nothing was done",
  retryAfter: 1_000,
};

/** The batch must be undone and run with savepoints. */
class NeedsSavepoints extends Error {}

/** Runs batches of changes; the outcomes stand in the order of the jobs, and are durable when they are returned. */
export function batchRunner(
  db: Database,
  { memory, held }: { readonly memory: Memory; readonly held: Held },
  begin: (now: Millis) => Tx,
  now: () => Millis,
  log: Log,
): (jobs: readonly Job[]) => Promise<readonly Outcome[]> {
  const statement = (sql: string) => db.prepare(sql);
  const beginImmediate = statement("begin immediate");
  const commit = statement("commit");
  const rollback = statement("rollback");
  const savepoint = statement("savepoint one");
  const release = statement("release one");
  const undo = statement("rollback to one");

  const carryOut = async (tx: Tx, { actor, command }: Job): Promise<Outcome> => {
    try {
      const done = await dispatch(tx, actor, command);
      held.flush();
      return { ok: true, ...done };
    } catch (error) {
      held.take(); // It is not to be stored.
      throw error;
    }
  };

  const runQuickly = async (tx: Tx, job: Job): Promise<Outcome> => {
    memory.wrote = false;
    try {
      return await carryOut(tx, job);
    } catch (error) {
      if (!(error instanceof Fault) || memory.wrote) throw new NeedsSavepoints(String(error));
      return { ok: false, fault: toFault(error, job, log) };
    }
  };

  const runCarefully = async (tx: Tx, job: Job): Promise<Outcome> => {
    savepoint.run();
    let outcome: Outcome;
    try {
      outcome = await carryOut(tx, job);
    } catch (error) {
      undo.run();
      memory.forget();
      outcome = { ok: false, fault: toFault(error, job, log) };
    }
    release.run();
    return outcome;
  };

  const attempt = async (jobs: readonly Job[], run: typeof runQuickly): Promise<readonly Outcome[]> => {
    try {
      beginImmediate.run();
      const tx = begin(now());
      const outcomes: Outcome[] = [];
      for (const job of jobs) outcomes.push(await run(tx, job));
      commit.run();
      return outcomes;
    } catch (error) {
      memory.forget();
      if (db.inTransaction) rollback.run();
      throw error;
    }
  };

  return async (jobs) => {
    try {
      return await attempt(jobs, runQuickly).catch((error: unknown) => {
        if (error instanceof NeedsSavepoints) return attempt(jobs, runCarefully);
        throw error;
      });
    } catch (error) {
      log.error("commit failed", { commands: jobs.length, reason: String(error) });
      return jobs.map(() => ({ ok: false, fault: STORAGE }));
    }
  };
}

/** Runs one command that only reads, on one state of the database. */
export function readRunner(db: Database, begin: (now: Millis) => Tx, now: () => Millis, log: Log) {
  const beginRead = db.prepare("begin");
  const end = db.prepare("commit");
  return async ({ actor, command }: Job): Promise<Outcome> => {
    try {
      beginRead.run();
      return { ok: true, ...(await dispatch(begin(now()), actor, command)) };
    } catch (error) {
      return { ok: false, fault: toFault(error, { actor, command }, log) };
    } finally {
      if (db.inTransaction) end.run();
    }
  };
}

/** What is thrown and is no fault is the disk's or a bug of ours: logged, never described to the caller. */
function toFault(error: unknown, { actor, command }: Job, log: Log): FaultData {
  if (error instanceof Fault) {
    return { code: error.code, message: error.message, retryAfter: error.retryAfter };
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  log.error("command failed", {
    command: command.type,
    user: actor?.user ?? null,
    session: actor?.session ?? null,
    stack,
  });
  return isStorageError(error)
    ? STORAGE
    : { code: "internal", message: "Something went wrong here", retryAfter: 0 };
}

function isStorageError(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return /^SQLITE_(FULL|IOERR|READONLY|BUSY|CORRUPT|CANTOPEN|NOTADB)/.test(code);
}
