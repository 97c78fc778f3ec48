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
import type { Id, Millis } from "../../core/model/ids.ts";
import type { Actor } from "../../core/model/users.ts";
import type { Outcome } from "../../core/ports.ts";
import type { Tx } from "../../core/tx/tx.ts";
import { isConflict, isDatabaseError, isFull, isLost, type Transact } from "./line.ts";
import type { Memory } from "./memory.ts";
import { type Connection, type Held, TELL_HERE, type Traces } from "./statements.ts";
import { SentBefore, type Wave } from "./wave.ts";

export interface Job {
  readonly actor: Actor | null;
  readonly command: Command;
  /** What it says was sent before, so it must be asked for. */
  readonly wasSent?: boolean;
}

/** How a command ended; null when what it says was sent before, and the command must be run again to find that. */
export type Ran = Outcome | null;

/** A transaction as one command sees it, and what the command leaves behind. */
export interface Slot {
  readonly begin: (now: Millis) => Tx;
  readonly traces: Traces;
  readonly held: Held;
}

export const STORAGE: FaultData = {
  code: "storage",
  message: "The storage failed; nothing was done",
  retryAfter: 1_000,
};

export const AWAY: FaultData = {
  code: "storage",
  message: "The database is away; nothing was done",
  retryAfter: 1_000,
};

const FULL: FaultData = {
  code: "storage",
  message: "The disk of the database is full; nothing was done",
  retryAfter: 1_000,
};

/** What the caller hears of an error of the database. */
export function storageFault(error: unknown): FaultData {
  return isFull(error) ? FULL : STORAGE;
}

/** The batch must be undone and run with savepoints. */
export class NeedsSavepoints extends Error {}

/**
 * Runs a batch; the outcomes stand in the order of the jobs. What the commands appended is stored by `store` when all
 * have come so far, unless one asked for more behind it.
 *
 * Sends that follow each other run side by side, as many as there are slots, so that what they ask travels together.
 * Those of one room, and those of one user, run one after another.
 */
export async function runQuickly(
  jobs: readonly Job[],
  slots: readonly Slot[],
  now: Millis,
  store: () => Promise<void>,
): Promise<Ran[]> {
  const outcomes = new Map<Job, Promise<Ran>>();
  const failures: unknown[] = [];
  let waiting: readonly Job[] = jobs;
  while (waiting.length > 0) {
    const { wave, rest } = nextWave(waiting, slots.length);
    await Promise.all(
      wave.map((job, i) => {
        const slot = slots[i];
        if (slot === undefined) throw new Error("There is no slot");
        return new Promise<void>((resolve) => {
          const outcome = runOne(job, slot, now, resolve);
          outcomes.set(job, outcome);
          outcome.catch((reason: unknown) => failures.push(reason)).finally(resolve);
        });
      }),
    );
    if (failures.length > 0) throw failures[0];
    waiting = rest;
  }
  await store();
  return await Promise.all(jobs.map((job) => outcomes.get(job) ?? null));
}

/** What may run side by side now: sends to different rooms by different users, or one command of another kind. */
function nextWave(jobs: readonly Job[], most: number): { wave: readonly Job[]; rest: readonly Job[] } {
  const taken = new Set<Id>();
  const wave: Job[] = [];
  const rest: Job[] = [];
  for (const [i, job] of jobs.entries()) {
    const { actor, command } = job;
    if (command.type !== "message_send" || actor === null) {
      if (i === 0) return { wave: [job], rest: jobs.slice(1) };
      return { wave, rest: [...rest, ...jobs.slice(i)] };
    }
    const { room } = command.input;
    const isFree = wave.length < most && !taken.has(room) && !taken.has(actor.user);
    (isFree ? wave : rest).push(job);
    taken.add(room).add(actor.user);
  }
  return { wave, rest };
}

/** `onParked` hears that it only waits for the wave: from then on the slot may be another's. */
async function runOne(job: Job, slot: Slot, now: Millis, onParked: () => void): Promise<Ran> {
  const { actor, command } = job;
  const { begin, traces, held } = slot;
  // Most nonces are new, so nobody asks; where it turns out otherwise, the command is run again and asks.
  const trusts = command.type === "message_send" && command.input.nonce !== null && job.wasSent !== true;
  let parked: { readonly wrote: boolean } | null = null;
  traces.wrote = false;
  traces.trusts = trusts;
  traces.parked = () => {
    parked = { wrote: traces.wrote };
    onParked();
  };
  try {
    const done = await dispatch(begin(now), actor, command);
    if (parked === null) await held.flush();
    return { ok: true, ...done };
  } catch (error) {
    const { wrote } = parked ?? traces;
    if (parked === null) held.take(); // It is not to be stored.
    if (isLost(error) || isConflict(error)) throw error;
    if (parked !== null && !(error instanceof SentBefore)) throw error; // It is not the command's.
    if (wrote) throw new NeedsSavepoints(String(error));
    if (error instanceof SentBefore && trusts) return null;
    if (!(error instanceof Fault)) throw new NeedsSavepoints(String(error));
    // Who sends again hears of the first message, even where nothing more may be said.
    if (trusts) return await runOne({ ...job, wasSent: true }, slot, now, onParked);
    return { ok: false, fault: faultOf(error) };
  }
}

/** As `runQuickly`, with a savepoint for each. */
export async function runCarefully(
  connection: Connection,
  jobs: readonly Job[],
  [slot]: readonly Slot[],
  wave: Wave,
  memory: Memory,
  now: Millis,
  log: Log,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  if (slot === undefined) throw new Error("There is no slot");
  const { begin, held, traces } = slot;
  traces.trusts = false;
  traces.parked = () => void wave.store((list) => connection.unsafe(TELL_HERE, [list]));
  for (const job of jobs) {
    await connection.unsafe("savepoint one");
    try {
      const done = await dispatch(begin(now), job.actor, job.command);
      await held.flush();
      outcomes.push({ ok: true, ...done });
    } catch (error) {
      held.take();
      if (isLost(error) || isConflict(error)) throw error;
      await connection.unsafe("rollback to one");
      memory.forget();
      outcomes.push({ ok: false, fault: toFault(error, job, log) });
    }
    await connection.unsafe("release one");
  }
  return outcomes;
}

/** A read that takes longer than this many milliseconds in one statement is ended by the database: others wait. */
const SLOW_READ = "set local statement_timeout = 15000";

/**
 * Runs one command that only reads, on one state of the database; once more when the connection was lost, and
 * `onLost` hears when it was lost again.
 */
export function readRunner(
  transact: Transact,
  begin: (now: Millis) => Tx,
  now: () => Millis,
  log: Log,
  onLost: () => void,
) {
  const attempt = (job: Job): Promise<Outcome> =>
    transact(async (connection) => {
      const [, done] = await Promise.all([
        connection.unsafe(SLOW_READ),
        dispatch(begin(now()), job.actor, job.command),
      ]);
      return { ok: true, ...done };
    });
  return async (job: Job): Promise<Outcome> => {
    try {
      return await attempt(job).catch((error: unknown) => {
        if (isLost(error) || isConflict(error)) return attempt(job);
        throw error;
      });
    } catch (error) {
      if (!isLost(error)) return { ok: false, fault: toFault(error, job, log) };
      onLost();
      return { ok: false, fault: STORAGE };
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
    ? storageFault(error)
    : { code: "internal", message: "Something went wrong here", retryAfter: 0 };
}
