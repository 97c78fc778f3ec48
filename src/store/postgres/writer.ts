/**
 * The one that writes: batches in order, each tried again when the connection or another transaction got in the
 * way, and none done twice.
 *
 * A batch that only says something is one statement, and while it is stored the next is decided and handed over. Any
 * other is a transaction, and the next waits for its end.
 */

import type { FaultData } from "../../core/faults.ts";
import type { Log } from "../../core/log.ts";
import type { Millis } from "../../core/model/ids.ts";
import { UNCLAIMED } from "./append.ts";
import {
  type Job,
  NeedsSavepoints,
  type Ran,
  runCarefully,
  runQuickly,
  type Slot,
  STORAGE,
  storageFault,
} from "./batch.ts";
import { Chain, Displaced, type Link, Unclaimed } from "./chain.ts";
import { isConflict, isDatabaseError, isLost, isSaying, type Line } from "./line.ts";
import type { Memory } from "./memory.ts";
import { type Connection, type Rows, TELL_HERE } from "./statements.ts";
import { Turn } from "./turn.ts";
import { RECALL, Wave } from "./wave.ts";

/** Of the commit nothing was heard, and the database cannot be asked. */
const UNKNOWN: FaultData = {
  code: "storage",
  message: "The storage failed; it is not known whether this was done",
  retryAfter: 1_000,
};

/** How long a batch is tried, in milliseconds, and the longest pause before another try. */
const PATIENCE_MILLIS = 2_000;
const MAX_PAUSE_MILLIS = 200;

/** As the functions of the database have it. In each transaction: behind a pooler the next may have another connection. */
const BY_INDEX = "select set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)";

const TELL_ALONE = "select * from tell_alone($1, $2, $3, $4, $5)";

const DISPLACED = "Another Koine has taken the database";

/** One before it failed, so it was not handed over. */
class Held extends Error {}

/** Nobody answers whether it was stored. */
class Unheard extends Error {}

export interface Ended {
  /** In the order of the jobs; durable when they are given. */
  readonly outcomes: readonly Ran[];
  readonly away: boolean;
}

export interface Running {
  /** When the next may be given. */
  readonly handed: Promise<void>;
  /** After those of the batches before; never rejects. */
  readonly ended: Promise<Ended>;
}

/** A batch until its end. */
interface Batch {
  readonly jobs: readonly Job[];
  readonly handed: () => void;
  /** The end of the one before. */
  readonly before: Promise<unknown>;
  readonly until: number;
  /** Whether a try of it failed: what comes behind waits. */
  failed: boolean;
}

export type Writer = (jobs: readonly Job[]) => Running;

export function batchWriter(options: {
  readonly line: Line;
  readonly slots: (current: () => Connection, wave: Wave) => readonly Slot[];
  readonly memory: Memory;
  /** This process's name in the row of the node. */
  readonly holder: string;
  readonly now: () => Millis;
  readonly log: Log;
  readonly onCrash: (reason: string) => void;
}): Writer {
  const { line, memory, now, log, onCrash } = options;
  const chain = new Chain(line, options.holder);
  const wave = new Wave();
  const batches = new Set<Batch>();
  /** Statements that were handed over; each is noted as failed before it ends. */
  const under = new Set<Promise<unknown>>();
  let newest: Promise<unknown> = Promise.resolve();
  /** Of those that decide: they share the slots. */
  let desk: Promise<void> = Promise.resolve();
  let turn: Turn | null = null;
  const current = (): Connection => {
    if (turn === null) throw new Error("There is no batch");
    return turn.connection;
  };
  const slots = options.slots(current, wave);

  const isTorn = (): boolean => [...batches].some(({ failed }) => failed);
  const fail = (batch: Batch): void => {
    batch.failed = true;
    chain.tear();
  };

  /** Asks until the database answers, or the batch's patience ends. Throws `Unheard`. */
  const heard = async <T>(batch: Batch, ask: () => Promise<T>): Promise<T> => {
    for (let pause = 5; ; pause = Math.min(pause * 2, MAX_PAUSE_MILLIS)) {
      try {
        return await ask();
      } catch (error) {
        if (error instanceof Displaced) onCrash(DISPLACED);
        if (error instanceof Displaced || performance.now() >= batch.until) throw new Unheard(String(error));
        await Bun.sleep(pause);
      }
    }
  };

  const wasStored = async (batch: Batch, link: Link): Promise<boolean> => {
    fail(batch);
    await batch.before;
    if (link.isStored === null) await heard(batch, () => chain.cut());
    return link.isStored === true;
  };

  /** Stores the list as a transaction of its own. */
  const tellAlone = async (batch: Batch, link: Link, list: string): Promise<Rows> => {
    const telling = line.once(TELL_ALONE, [list, ...chain.claimOf(link)]).catch((error: unknown) => {
      fail(batch);
      throw error;
    });
    const noted = telling.catch(() => undefined).finally(() => under.delete(noted));
    under.add(noted);
    try {
      return await telling;
    } catch (error) {
      if (isSaying(error, UNCLAIMED)) throw new Unclaimed();
      if (!isLost(error) || !(await wasStored(batch, link))) throw error;
      return await heard(batch, () => line.transact((connection) => connection.unsafe(RECALL, [list])));
    } finally {
      chain.settle(link);
    }
  };

  const attempt = async (batch: Batch, careful: boolean): Promise<readonly Ran[]> => {
    if (isTorn()) await batch.before;
    const before = desk;
    const { promise, resolve: leave } = Promise.withResolvers<void>();
    desk = promise;
    await before;
    try {
      const link = await chain.link();
      const mine = new Turn(line, {
        async ready() {
          await Promise.all(under);
          if (isTorn() && !batch.failed) throw new Held();
        },
        async opening(connection) {
          await Promise.all([connection.unsafe(BY_INDEX), chain.claim(connection, link)]);
        },
      });
      turn = mine;
      let isAlone = false;
      const store = async (): Promise<void> => {
        if (mine.hasBegun) return await wave.store((list) => mine.connection.unsafe(TELL_HERE, [list]));
        if (!wave.any) return;
        if (isTorn() && !batch.failed) throw new Held();
        isAlone = true;
        chain.hand(link);
        const stored = wave.store((list) => tellAlone(batch, link, list));
        leave();
        batch.handed();
        await stored;
      };
      let outcomes: readonly Ran[];
      try {
        outcomes = careful
          ? await runCarefully(mine.connection, batch.jobs, slots, wave, memory, now(), log)
          : await runQuickly(batch.jobs, slots, now(), store);
      } catch (error) {
        if (!isAlone) wave.drop();
        return await mine.undo(error);
      }
      if (!mine.hasBegun) return outcomes;
      chain.hand(link);
      try {
        await mine.commit();
      } catch (error) {
        if (!isLost(error) || !(await wasStored(batch, link))) throw error;
      } finally {
        chain.settle(link);
      }
      return outcomes;
    } finally {
      leave();
    }
  };

  const run = async (batch: Batch): Promise<Ended> => {
    const all = (fault: FaultData, away: boolean): Ended => ({
      outcomes: batch.jobs.map(() => ({ ok: false, fault })),
      away,
    });
    let careful = false;
    for (let pause = 5; ; pause = Math.min(pause * 2, MAX_PAUSE_MILLIS)) {
      try {
        return { outcomes: await attempt(batch, careful), away: false };
      } catch (error) {
        memory.forget();
        if (error instanceof Held) continue;
        fail(batch);
        if (error instanceof Displaced) {
          onCrash(DISPLACED);
          return all(STORAGE, true);
        }
        if (error instanceof NeedsSavepoints) {
          careful = true;
          continue;
        }
        const again = isLost(error) || isConflict(error) || error instanceof Unclaimed;
        if (again && performance.now() < batch.until) {
          log.warn("a batch is tried again", { commands: batch.jobs.length, reason: String(error) });
          await Bun.sleep(pause);
          continue;
        }
        if (!again && !careful && isDatabaseError(error)) {
          careful = true;
          continue;
        }
        log.error("commit failed", { commands: batch.jobs.length, reason: String(error) });
        const isUnknown = error instanceof Unheard;
        return all(isUnknown ? UNKNOWN : storageFault(error), isUnknown || isLost(error));
      }
    }
  };

  return (jobs) => {
    const handed = Promise.withResolvers<void>();
    const until = performance.now() + PATIENCE_MILLIS;
    const batch: Batch = { jobs, handed: handed.resolve, before: newest, until, failed: false };
    batches.add(batch);
    const ended = run(batch).then(async (end) => {
      batches.delete(batch);
      handed.resolve();
      await batch.before;
      return end;
    });
    newest = ended;
    return { handed: handed.promise, ended };
  };
}
