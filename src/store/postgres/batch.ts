/**
 * Group commit: all commands that wait share one transaction and one flush to the disk, and a fault undoes only
 * its own command.
 *
 * Most faults come before anything is written, so commands run without savepoints at first. When one fails that
 * had written, the whole is undone and run again, each in a savepoint of its own.
 */

import type { Command } from "../../core/commands.ts";
import { dispatch } from "../../core/dispatch.ts";
import { Fault, type FaultData } from "../../core/faults.ts";
import type { Log } from "../../core/log.ts";
import type { Actor, Millis } from "../../core/model.ts";
import type { Outcome } from "../../core/ports.ts";
import type { Tx } from "../../core/tx/tx.ts";
import { isConflict, isDatabaseError, isLost, type Transact } from "./line.ts";
import type { Connection, Traces } from "./statements.ts";

export interface Job {
  readonly actor: Actor | null;
  readonly command: Command;
}

/** A transaction as one command sees it, and whether it has written. */
export interface Slot {
  readonly begin: (now: Millis) => Tx;
  readonly traces: Traces;
}

export const STORAGE: FaultData = {
  code: "storage",
  message: "The storage failed; nothing was done",
  retryAfter: 1_000,
};

/** The batch must be undone and run with savepoints. */
export class NeedsSavepoints extends Error {}

/** Runs a batch inside the caller's transaction; the outcomes stand in the order of the jobs. */
export async function runQuickly(jobs: readonly Job[], slot: Slot, now: Millis): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const job of jobs) outcomes.push(await runOne(job, slot, now));
  return outcomes;
}

async function runOne({ actor, command }: Job, { begin, traces }: Slot, now: Millis): Promise<Outcome> {
  traces.wrote = false;
  try {
    return { ok: true, ...(await dispatch(begin(now), actor, command)) };
  } catch (error) {
    if (isLost(error) || isConflict(error)) throw error;
    if (!(error instanceof Fault) || traces.wrote) throw new NeedsSavepoints();
    return { ok: false, fault: faultOf(error) };
  }
}

/** As `runQuickly`, with a savepoint for each. */
export async function runCarefully(
  connection: Connection,
  jobs: readonly Job[],
  slot: Slot,
  now: Millis,
  log: Log,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const job of jobs) {
    await connection.unsafe("savepoint one");
    try {
      outcomes.push({ ok: true, ...(await dispatch(slot.begin(now), job.actor, job.command)) });
    } catch (error) {
      if (isLost(error) || isConflict(error)) throw error;
      await connection.unsafe("rollback to one");
      outcomes.push({ ok: false, fault: toFault(error, job, log) });
    }
    await connection.unsafe("release one");
  }
  return outcomes;
}

/** Runs one command that only reads, on one state of the database; once more when the connection was lost. */
export function readRunner(transact: Transact, begin: (now: Millis) => Tx, now: () => Millis, log: Log) {
  const attempt = (job: Job): Promise<Outcome> =>
    transact(async () => ({ ok: true, ...(await dispatch(begin(now()), job.actor, job.command)) }));
  return async (job: Job): Promise<Outcome> => {
    try {
      return await attempt(job).catch((error: unknown) => {
        if (isLost(error) || isConflict(error)) return attempt(job);
        throw error;
      });
    } catch (error) {
      return { ok: false, fault: isLost(error) ? STORAGE : toFault(error, job, log) };
    }
  };
}

function faultOf({ code, message, retryAfter }: Fault): FaultData {
  return { code, message, retryAfter };
}

/** What is thrown and is no fault is the database's or a bug of ours: logged, never described to the caller. */
function toFault(error: unknown, { actor, command }: Job, log: Log): FaultData {
  if (error instanceof Fault) return faultOf(error);
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  log.error("command failed", {
    command: command.type,
    user: actor?.user ?? null,
    session: actor?.session ?? null,
    stack,
  });
  return isDatabaseError(error)
    ? STORAGE
    : { code: "internal", message: "Something went wrong here", retryAfter: 0 };
}
