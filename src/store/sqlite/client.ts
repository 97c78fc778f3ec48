/**
 * The main thread's side of the store: hands commands to the workers and brings outcomes back in order.
 *
 * While the writer works on a batch, what arrives gathers for the next: the busier it is, the more commands
 * share a commit.
 */

import type { Reply } from "../../core/commands.ts";
import type { FaultData } from "../../core/faults.ts";
import type { Log } from "../../core/log.ts";
import type { Outcome, Store } from "../../core/ports.ts";
import type { Job } from "./batch.ts";
import { Together } from "./once.ts";
import type { Change } from "./watch.ts";
import { type Cleaning, type FromWorker, fromCrossing, type ToWorker, type Watching } from "./wire.ts";

/** Batches that may be with the writer at once: one that it works on, one that waits for it. */
const MAX_BATCHES = 2;

const GONE: FaultData = { code: "storage", message: "The storage is closed", retryAfter: 0 };

const MOVING: FaultData = {
  code: "storage",
  message: "The server is moving to another database; nothing was done",
  retryAfter: 1_000,
};

/** What carries the database elsewhere while it is in use asks of it. */
export interface Moving {
  /** Notes from now on which rows are changed. */
  begin(): Promise<void>;
  /** Those noted since the last time; `more` says whether there is more of it. */
  take(): Promise<{ readonly changes: readonly Change[]; readonly more: boolean }>;
  /** Changes are refused from now on; resolves when those before are answered. */
  stop(): Promise<void>;
  /** As before `begin`; changes are taken again. */
  end(): Promise<void>;
}

export interface SqliteStore extends Store {
  readonly moving: Moving;
  /** The workers' heaps are collected, or what was freed in them is given back; returns before it has happened. */
  clean(how: Cleaning): void;
}

interface Waiting extends Job {
  readonly done: (outcome: Outcome) => void;
}

interface WaitingRead extends Waiting {
  /** How many changes must be answered before it may start. */
  readonly after: number;
}

/**
 * Open the store in a directory with two workers.
 *
 * Rejects with a sentence for the operator when it cannot be opened. `onCrash` is called when a worker dies
 * later: what was not answered is then not known to be stored. `onCommit` hears how many commands a commit held,
 * and its milliseconds.
 */
export async function openSqlite(
  directory: string,
  spawn: () => Worker,
  log: Log,
  onCrash: (reason: string) => void,
  onCommit: (commands: number, millis: number) => void = () => undefined,
): Promise<SqliteStore> {
  const writer = spawn();
  const epoch = await opened(writer, { open: { directory, role: "writer" } }, log);
  const reader = spawn();
  await opened(reader, { open: { directory, role: "reader" } }, log);

  let gathered: Waiting[] = [];
  /** Of the oldest batch, where somebody wants to know when it is answered. */
  let underway: PromiseWithResolvers<void> | null = null;
  const batches: Waiting[][] = [];
  /** When the writer began with the first of the batches. */
  let began = 0;
  let taken = 0;
  let answered = 0;
  let flushing = false;
  let closing = false;
  let stopped = false;
  const watched: ((found: Awaited<ReturnType<Moving["take"]>>) => void)[] = [];
  let whenSettled: () => void = () => undefined;
  const [writerClosed, readerClosed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];

  const flush = (): void => {
    flushing = false;
    while (gathered.length > 0 && batches.length < MAX_BATCHES) {
      const batch = gathered;
      gathered = [];
      if (batches.length === 0) began = performance.now();
      batches.push(batch);
      tell(writer, { batch: batch.map(({ actor, command }) => ({ actor, command })) });
    }
  };

  /** Indexes what was handed in before; then the index is as new as a read is. */
  const index = (then: (outcome: Outcome) => void): void =>
    change(null, { type: "search_index", input: {} }, (outcome) => {
      const { behind } = outcome.ok ? (outcome.reply as Reply<"search_index">) : { behind: false };
      if (behind) index(then);
      else then(outcome);
    });

  const change: Store["change"] = (actor, command, done) => {
    if (closing) return done({ ok: false, fault: GONE });
    if (stopped) return done({ ok: false, fault: MOVING });
    taken += 1;
    gathered.push({ actor, command, done });
    if (flushing) return;
    flushing = true;
    // After this turn, so that the frames that came in together go over together.
    setImmediate(flush);
  };

  const together = new Together();
  const reads = new Map<number, (outcome: Outcome) => void>();
  let waitingReads: WaitingRead[] = [];
  let nextRead = 1;

  const startReads = (): void => {
    if (waitingReads.length === 0) return;
    const ready = waitingReads.filter(({ after }) => after <= answered);
    if (ready.length === 0) return;
    waitingReads = waitingReads.filter(({ after }) => after > answered);
    tell(reader, {
      reads: ready.map(({ actor, command, done }) => {
        const id = nextRead++;
        reads.set(id, done);
        return { id, actor, command };
      }),
    });
  };

  const settle = (): void => {
    if (answered === taken && reads.size === 0) whenSettled();
  };

  const crash = (reason: string): void => {
    underway?.resolve();
    const lost = [...batches.flat(), ...gathered, ...waitingReads].map(({ done }) => done);
    for (const done of [...lost, ...reads.values()]) done({ ok: false, fault: GONE });
    batches.length = 0;
    gathered = [];
    waitingReads = [];
    reads.clear();
    onCrash(reason);
  };

  listen(writer, log, crash, (message) => {
    if ("closed" in message) writerClosed.resolve();
    if ("watched" in message) watched.shift()?.(message.watched);
    if (!("outcomes" in message)) return;
    const batch = batches.shift() ?? [];
    const ended = performance.now();
    onCommit(batch.length, ended - began);
    began = ended;
    flush();
    const over = underway;
    underway = null;
    for (const [i, outcome] of message.outcomes.entries()) batch[i]?.done(fromCrossing(outcome));
    over?.resolve();
    answered += batch.length;
    startReads();
    settle();
  });
  listen(reader, log, crash, (message) => {
    if ("closed" in message) readerClosed.resolve();
    if ("forget" in message) together.forget();
    if ("shared" in message) together.take(message.shared);
    if ("splitRead" in message) {
      const { id, split } = message.splitRead;
      answerRead(id, { ok: true, reply: together.whole(split), events: [] });
    }
    if ("read" in message) answerRead(message.read.id, message.read.outcome);
  });
  const answerRead = (id: number, outcome: Outcome): void => {
    const done = reads.get(id);
    reads.delete(id);
    done?.(outcome);
    settle();
  };

  const ask = (asked: Watching): ReturnType<Moving["take"]> =>
    new Promise((resolve) => {
      watched.push(resolve);
      tell(writer, { watch: asked });
    });

  const moving: Moving = {
    begin: async () => void (await ask("begin")),
    take: () => ask("take"),
    // Answered behind all that was handed in before.
    stop: () =>
      new Promise((resolve) => {
        change(null, { type: "heads_get", input: { streams: [] } }, () => resolve());
        stopped = true;
      }),
    async end() {
      stopped = false;
      await ask("end");
    },
  };

  return {
    epoch,
    moving,
    clean(how) {
      if (closing) return;
      for (const worker of [writer, reader]) tell(worker, { clean: how });
    },
    change,
    read(actor, command, done) {
      if (closing) return done({ ok: false, fault: GONE });
      if (command.type === "search") {
        return index((outcome) => {
          if (!outcome.ok) return done(outcome);
          // Its answer is being given out: what was taken since then need not be waited for.
          waitingReads.push({ actor, command, done, after: 0 });
          startReads();
        });
      }
      waitingReads.push({ actor, command, done, after: taken });
      startReads();
    },
    underway() {
      if (batches.length === 0) return null;
      underway ??= Promise.withResolvers();
      return underway.promise;
    },
    async close() {
      if (closing) return;
      closing = true;
      // The reader may go only when nothing waits for it: reads wait for the changes before them.
      const settled = new Promise<void>((resolve) => {
        whenSettled = resolve;
      });
      settle();
      await settled;
      tell(reader, { close: true });
      await readerClosed.promise;
      // Last, and alone, so that it can empty the journal.
      tell(writer, { close: true });
      await writerClosed.promise;
      reader.terminate();
      writer.terminate();
    },
  };
}

function tell(worker: Worker, message: ToWorker): void {
  worker.postMessage(JSON.stringify(message));
}

async function opened(worker: Worker, message: ToWorker, log: Log): Promise<string> {
  const answer = new Promise<FromWorker>((resolve, reject) => {
    worker.onmessage = (event: MessageEvent<string>) => {
      const said = JSON.parse(event.data) as FromWorker;
      if ("log" in said) log[said.log.level](said.log.message, said.log.fields);
      else resolve(said);
    };
    worker.onerror = (event) => reject(new Error(`The store's worker does not start: ${event.message}`));
  });
  tell(worker, message);
  const said = await answer;
  if ("opened" in said) return said.opened.epoch;
  worker.terminate();
  throw new Error("failed" in said ? said.failed : "The store's worker does not start");
}

function listen(
  worker: Worker,
  log: Log,
  crash: (reason: string) => void,
  take: (message: FromWorker) => void,
): void {
  worker.onmessage = (event: MessageEvent<string>) => {
    const message = JSON.parse(event.data) as FromWorker;
    if ("log" in message) log[message.log.level](message.log.message, message.log.fields);
    else take(message);
  };
  worker.onerror = (event) => crash(event.message);
}
