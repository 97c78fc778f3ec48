/** The worker's side: opens the files, runs what arrives, answers. */

import type { Database } from "bun:sqlite";
import { type CommandType, commands, type Reply } from "../../core/commands.ts";
import { idSource } from "../../core/ids.ts";
import type { Fields, Log } from "../../core/log.ts";
import type { Millis } from "../../core/model/ids.ts";
import type { Outcome } from "../../core/ports.ts";
import { INDEX_STEP } from "../../core/search.ts";
import { batchRunner, type Job, readRunner } from "./batch.ts";
import { largestId, openReader, openWriter } from "./open.ts";
import { runTask } from "./tasks.ts";
import { txSource } from "./tx.ts";
import { takeChanges, unwatch, watch } from "./watch.ts";
import { type FromWorker, type ToWorker, toCrossing, type Watching } from "./wire.ts";

/** How long after a deletion the journal, which still holds the old text, is emptied. */
const SCRUB_MILLIS = 1_000;

/**
 * How long emptying it may wait for who reads, and hold up whoever writes, in milliseconds: a copy or an export reads
 * for minutes. At the end there is more time.
 */
const SCRUB_PATIENCE = 20;
const LAST_PATIENCE = 5_000;

/** Commands after which text is gone. */
const ERASING: ReadonlySet<CommandType> = new Set([
  "message_delete",
  "message_edit",
  "messages_delete",
  "messages_erase",
  "rooms_sweep",
]);

/** How long nothing was stored before the indexes for searching are brought on, in milliseconds. */
const QUIET_MILLIS = 50;

/** The lock on the directory makes this the only node, so its number needs no lease. */
const NODE = 0;

/** Serves one role over `post` and the returned function, which takes each text that arrives. */
export function serveStore(post: (text: string) => void, now: () => Millis): (text: string) => void {
  const say = (message: FromWorker): void => post(JSON.stringify(message));
  const tell =
    (level: "info" | "warn" | "error") =>
    (message: string, fields: Fields = {}) =>
      say({ log: { level, message, fields } });
  const quiet = () => undefined;
  const log: Log = { debug: quiet, info: tell("info"), warn: tell("warn"), error: tell("error") };
  let serve: (message: ToWorker) => void = () => undefined;
  return (text) => {
    const message = JSON.parse(text) as ToWorker;
    if ("clean" in message) return void (message.clean === "collect" ? Bun.gc(false) : Bun.shrink());
    if (!("open" in message) && !("task" in message)) return serve(message);
    try {
      if ("task" in message) return say({ done: runTask(message.task) });
      const { directory, role } = message.open;
      serve =
        role === "writer" ? serveWriter(directory, say, now, log) : serveReader(directory, say, now, log);
    } catch (error) {
      say({ failed: error instanceof Error ? error.message : String(error) });
    }
  };
}

function serveWriter(directory: string, say: (message: FromWorker) => void, now: () => Millis, log: Log) {
  const newId = idSource(NODE, now, largestId(directory));
  const beginning = { now: now(), newId, randomText: () => crypto.randomUUID() };
  const { db, release } = openWriter(directory, beginning, (version, of) =>
    log.info("bringing the database up to date", { version, of }),
  );
  const own = db.own();
  const begin = txSource(db, newId);
  const run = batchRunner(db, own, begin, now, log);
  const waiting: (readonly Job[] | Watching)[] = [];
  let running = false;
  let closing = false;
  // A crash may have come between a deletion and this.
  let scrub: Timer | null = null;
  const scrubSoon = (): void => {
    scrub ??= setTimeout(() => emptyJournal(SCRUB_PATIENCE), SCRUB_MILLIS);
  };
  let indexing: Timer | null = null;
  /** Changes that may have said something since the index was brought on; what was before this process is not known. */
  let unindexed = 1;
  /** Changes whenever something is stored. */
  let stored = 0;

  const emptyJournal = (patience: Millis): void => {
    scrub = null;
    let busy = true;
    try {
      db.run(`pragma busy_timeout = ${patience}`);
      busy = db.query<{ busy: number }, []>("pragma wal_checkpoint(truncate)").get()?.busy === 1;
    } catch (error) {
      // A full disk must not end the server: what is stored stays, and can be read and deleted.
      log.warn("the journal was not emptied", { reason: String(error) });
    }
    db.run(`pragma busy_timeout = ${LAST_PATIENCE}`);
    if (busy) scrubSoon();
  };

  /** Some at a time, so that sending does not wait long; the more at a time, the less each costs. */
  const index = async (): Promise<void> => {
    const [outcome] = await run([{ actor: null, command: { type: "search_index", input: {} } }]);
    const behind = outcome?.ok === true && (outcome.reply as Reply<"search_index">).behind;
    unindexed = behind ? Math.max(unindexed - INDEX_STEP, 1) : 0;
  };

  /** When nobody says anything, the rest is indexed. */
  const indexSoon = (patience: Millis): void => {
    if (indexing !== null || unindexed === 0) return;
    const before = stored;
    indexing = setTimeout(async () => {
      indexing = null;
      if (running || closing) return; // The end of that comes here again.
      if (stored !== before) return indexSoon(QUIET_MILLIS);
      running = true;
      await index();
      await drain(0);
    }, patience);
  };

  /** Works until nothing waits, and is patient then before it goes on with the index. */
  const drain = async (patience: Millis): Promise<void> => {
    for (let jobs = waiting.shift(); jobs !== undefined; jobs = waiting.shift()) {
      if (typeof jobs === "string") {
        say({ watched: watchFor(db, jobs) });
        continue;
      }
      const outcomes = await run(jobs);
      say({ outcomes: outcomes.map(toCrossing) });
      const erased = jobs.some(({ command }) => ERASING.has(command.type));
      const changes = jobs.filter(({ command }) => commands[command.type].kind === "change").length;
      stored += changes;
      unindexed += changes;
      if (unindexed >= INDEX_STEP) await index();
      if (erased) scrubSoon();
    }
    running = false;
    if (!closing) {
      indexSoon(patience);
      return;
    }
    if (indexing !== null) clearTimeout(indexing);
    if (scrub !== null) clearTimeout(scrub);
    emptyJournal(LAST_PATIENCE);
    if (scrub !== null) clearTimeout(scrub);
    db.close();
    release();
    say({ closed: true });
  };

  say({ opened: { epoch: String(begin(now()).epoch()) } });
  scrubSoon();
  indexSoon(0);
  return (message: ToWorker): void => {
    if ("batch" in message) waiting.push(message.batch);
    if ("watch" in message) waiting.push(message.watch);
    if ("close" in message) closing = true;
    if (running) return;
    running = true;
    void drain(QUIET_MILLIS);
  };
}

function watchFor(db: Database, asked: Watching): ReturnType<typeof takeChanges> {
  if (asked === "take") return takeChanges(db);
  if (asked === "begin") watch(db);
  else unwatch(db);
  return { changes: [], more: false };
}

function serveReader(directory: string, say: (message: FromWorker) => void, now: () => Millis, log: Log) {
  const db = openReader(directory);
  const once = db.share();
  const begin = txSource(db, () => {
    throw new Error("A read makes no ids");
  });
  const run = readRunner(db, begin, now, log);
  let last = Promise.resolve();
  const answer = (id: number, outcome: Outcome): void => {
    const apart = outcome.ok && outcome.events.length === 0 ? once.split(outcome.reply) : null;
    if (apart === null) return say({ read: { id, outcome } });
    if (apart.forget) say({ forget: true });
    for (const shared of apart.news) say({ shared });
    say({ splitRead: { id, split: apart.split } });
  };
  say({ opened: { epoch: String(begin(now()).epoch()) } });
  return (message: ToWorker): void => {
    if ("reads" in message) {
      for (const { id, ...job } of message.reads) {
        last = last.then(async () => answer(id, await run(job)));
      }
    }
    if ("close" in message) {
      last = last.then(() => {
        db.close();
        say({ closed: true });
      });
    }
  };
}
