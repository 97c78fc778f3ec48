/**
 * Group commit: all commands that wait share one transaction and one flush to the disk, each in a savepoint
 * of its own, so that a fault undoes only itself.
 */

import { SQL } from "bun";
import type { Command } from "../../core/commands.ts";
import { dispatch } from "../../core/dispatch.ts";
import { Fault, type FaultData } from "../../core/faults.ts";
import type { Log } from "../../core/log.ts";
import type { Actor, Millis } from "../../core/model.ts";
import type { Outcome } from "../../core/ports.ts";
import type { Tx } from "../../core/tx/tx.ts";
import type { Connection } from "./statements.ts";

export interface Job {
  readonly actor: Actor | null;
  readonly command: Command;
}

const STORAGE: FaultData = {
  code: "storage",
  message: "The storage failed; nothing was done",
  retryAfter: 1_000,
};

/** Of the commit itself nothing was heard. */
const UNKNOWN: FaultData = {
  code: "storage",
  message: "The storage failed; it is not known whether this was done",
  retryAfter: 1_000,
};

/** Runs `work` inside a transaction on a connection. */
export type Transact = <T>(work: (connection: Connection) => Promise<T>) => Promise<T>;

/** Runs batches of changes; the outcomes stand in the order of the jobs, and are durable when they are returned. */
export function batchRunner(
  transact: Transact,
  begin: (now: Millis) => Tx,
  now: () => Millis,
  log: Log,
): (jobs: readonly Job[]) => Promise<readonly Outcome[]> {
  return async (jobs) => {
    let committing = false;
    try {
      return await transact(async (connection) => {
        const tx = begin(now());
        const outcomes: Outcome[] = [];
        for (const job of jobs) {
          await connection.unsafe("savepoint one");
          try {
            outcomes.push({ ok: true, ...(await dispatch(tx, job.actor, job.command)) });
          } catch (error) {
            await connection.unsafe("rollback to one");
            outcomes.push({ ok: false, fault: toFault(error, job, log) });
          }
          await connection.unsafe("release one");
        }
        committing = true;
        return outcomes;
      });
    } catch (error) {
      log.error("commit failed", { commands: jobs.length, reason: String(error) });
      return jobs.map(() => ({ ok: false, fault: committing ? UNKNOWN : STORAGE }));
    }
  };
}

/** Runs one command that only reads, on one state of the database. */
export function readRunner(transact: Transact, begin: (now: Millis) => Tx, now: () => Millis, log: Log) {
  return async (job: Job): Promise<Outcome> => {
    try {
      return await transact(async () => ({
        ok: true,
        ...(await dispatch(begin(now()), job.actor, job.command)),
      }));
    } catch (error) {
      return { ok: false, fault: toFault(error, job, log) };
    }
  };
}

/** What is thrown and is no fault is the database's or a bug of ours: logged, never described to the caller. */
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
  return error instanceof SQL.PostgresError
    ? STORAGE
    : { code: "internal", message: "Something went wrong here", retryAfter: 0 };
}
