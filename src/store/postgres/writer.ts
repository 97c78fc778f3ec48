/**
 * The one that writes: batches in order, each tried again when the connection or another transaction got in the
 * way, and none done twice.
 *
 * Every batch has a number, and leaves it in the row of the node, in its own transaction. Where the connection ends
 * after COMMIT was sent and before it was answered, the number there tells whether the batch was stored. Asking
 * waits until the lost transaction has ended.
 */

import type { FaultData } from "../../core/faults.ts";
import type { Log } from "../../core/log.ts";
import type { Millis } from "../../core/model/ids.ts";
import type { Outcome } from "../../core/ports.ts";
import {
  type Job,
  NeedsSavepoints,
  runCarefully,
  runQuickly,
  type Slot,
  STORAGE,
  storageFault,
} from "./batch.ts";
import { isConflict, isLost, type Line } from "./line.ts";
import type { Memory } from "./memory.ts";
import type { Connection } from "./statements.ts";

/** Of the commit nothing was heard, and the database cannot be asked. */
const UNKNOWN: FaultData = {
  code: "storage",
  message: "The storage failed; it is not known whether this was done",
  retryAfter: 1_000,
};

/** How long a batch is tried, in milliseconds, and the longest pause before another try. */
const PATIENCE_MILLIS = 2_000;
const MAX_PAUSE_MILLIS = 200;

/** One process writes to a database, so its number needs no choosing. */
export const NODE = 0;

/**
 * A statement that was planned while its table was small goes on reading the whole of it while it grows, until the
 * database counts its rows anew. And where a whole table is to be read after all, what that is said to cost then would
 * have the statement compiled, for half a second. Set in each transaction: behind a pooler the next may have another
 * connection.
 */
const BY_INDEX = "select set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)";

/** Another process has taken the database. */
class Displaced extends Error {}

export interface Writer {
  /** The outcomes, in the order of the jobs; durable when they are given. */
  run(jobs: readonly Job[]): Promise<{ readonly outcomes: readonly Outcome[]; readonly away: boolean }>;
}

export function batchWriter(options: {
  readonly line: Line;
  readonly slots: readonly Slot[];
  readonly memory: Memory;
  /** This process's name in the row of the node. */
  readonly holder: string;
  readonly now: () => Millis;
  readonly log: Log;
  readonly onCrash: (reason: string) => void;
}): Writer {
  const { line, slots, memory, holder, now, log, onCrash } = options;
  let last = 0;

  const attempt = (
    jobs: readonly Job[],
    number: number,
    careful: boolean,
    ready: (outcomes: readonly Outcome[]) => void,
  ): Promise<readonly Outcome[]> =>
    line.transact(async (connection) => {
      // They travel before what the commands ask, and the commands do not wait for them: who lost the database hears
      // it before anything is stored.
      const claimed = Promise.all([connection.unsafe(BY_INDEX), claim(connection, number, holder)]);
      const running = careful
        ? runCarefully(connection, jobs, slots, memory, now(), log)
        : runQuickly(jobs, slots, now());
      const [claims, ran] = await Promise.allSettled([claimed, running]);
      if (claims.status === "rejected") throw claims.reason;
      if (ran.status === "rejected") throw ran.reason;
      ready(ran.value);
      return ran.value;
    });

  const isStored = (number: number): Promise<boolean> =>
    line.transact(async (connection) => {
      const [row] = await connection.unsafe("select holder, batch from node where number = $1 for update", [
        NODE,
      ]);
      if (row?.holder !== holder) throw new Displaced();
      return Number(row.batch) === number;
    });

  return {
    async run(jobs) {
      const until = performance.now() + PATIENCE_MILLIS;
      let careful = false;
      /** What was handed to COMMIT, until that is answered. */
      const doubts: { readonly number: number; readonly outcomes: readonly Outcome[] }[] = [];
      const all = (fault: FaultData, away: boolean) => ({
        outcomes: jobs.map((): Outcome => ({ ok: false, fault })),
        away,
      });
      for (let pause = 5; ; pause = Math.min(pause * 2, MAX_PAUSE_MILLIS)) {
        const [doubt] = doubts;
        try {
          if (doubt !== undefined && (await isStored(doubt.number)))
            return { outcomes: doubt.outcomes, away: false };
          doubts.length = 0;
          last += 1;
          const number = last;
          const outcomes = await attempt(jobs, number, careful, (made) => {
            doubts.push({ number, outcomes: made });
          });
          return { outcomes, away: false };
        } catch (error) {
          memory.forget();
          if (error instanceof NeedsSavepoints) {
            careful = true;
            continue;
          }
          if (error instanceof Displaced) {
            onCrash("Another Koine has taken the database");
            return all(doubts.length === 0 ? STORAGE : UNKNOWN, true);
          }
          const again = isLost(error) || isConflict(error);
          if (again && performance.now() < until) {
            log.warn("a batch is tried again", { commands: jobs.length, reason: String(error) });
            await Bun.sleep(pause);
            continue;
          }
          log.error("commit failed", { commands: jobs.length, reason: String(error) });
          // What the database refused is not stored; of what it did not answer nobody knows.
          const isKnown = doubts.length === 0 || (doubts[0] !== doubt && !isLost(error));
          return all(isKnown ? storageFault(error) : UNKNOWN, isLost(error));
        }
      }
    },
  };
}

async function claim(connection: Connection, number: number, holder: string): Promise<void> {
  const { count } = await connection.unsafe("update node set batch = $1 where number = $2 and holder = $3", [
    number,
    NODE,
    holder,
  ]);
  if (count !== 1) throw new Displaced();
}

/** Puts a name into the row of the node; waits for what its holder before has under way. */
export async function holdNode(connection: Connection, holder: string): Promise<void> {
  await connection.unsafe(
    `insert into node (number, holder, batch) values ($1, $2, 0)
     on conflict (number) do update set holder = excluded.holder, batch = 0`,
    [NODE, holder],
  );
}
