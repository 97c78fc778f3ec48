/**
 * What is on its way to the network: in order for each target, a few lines at a time, each followed until the
 * network has it.
 *
 * Where the network repeats to the speaker what it took (echo-message), a line has arrived when its echo came, and
 * is said again after a break if it did not. Elsewhere the answer to a PING behind it says that the server has
 * read it; a line that was written and not answered when the connection broke is of unknown fate. It is not said
 * again, and the server is told so.
 */

import { Doubt, Refusal } from "../sdk/run.ts";
import type { Journal } from "./journal.ts";
import type { IrcLink } from "./link.ts";
import { KEY_TAG, lineOf, type Piece, tagOf } from "./piece.ts";

/** Lines that are written and not confirmed; what a server lets a client send at once is more. */
const WINDOW = 8;

/** Lines that may go out at once after a silence. */
const BURST = 10;

/** Messages that wait; above it the server is asked to come again. */
const MAX_WAITING = 1000;

/** Longest time for a message, in milliseconds: the server gives up a little later. */
const PATIENCE = 25_000;

/** Longest wait for what is on its way when the server wants no more, in milliseconds. */
const STOP_MILLIS = 1500;

/** Most entries of what is remembered. */
const MAX_REMEMBERED = 5000;

const UNKNOWN_FATE = "the connection broke before the network confirmed it: it may not have arrived";

/** A message of ours that the network has. */
export interface Arrived {
  readonly target: string;
  /** Its id, and those of the lines that it became, where the network gives any. */
  readonly id: string;
  readonly lines: readonly string[];
}

interface Entry {
  readonly key: string;
  readonly target: string;
  /** Made when the first line can go out: only then it is known how long lines may be. */
  pieces: Piece[] | null;
  readonly build: () => Piece[];
  /** Begun by a process before this one: where there are echoes the history tells, or it is said again. */
  readonly isDoubtful: boolean;
  readonly done: PromiseWithResolvers<string>;
  readonly timer: ReturnType<typeof setTimeout>;
}

/** What an echo or a line of the history is recognised by. */
export interface Echo {
  readonly target: string;
  readonly text: string;
  readonly tags: { readonly [name: string]: string | undefined };
}

export interface Outgoing {
  /** Resolves with the message's id. Rejects with a `Refusal`. */
  send(key: string, target: string, build: () => Piece[]): Promise<string>;
  /** Writes what can be written now. */
  pump(): void;
  down(): void;
  /** Something that we said ourselves came back; false when it was said elsewhere under our name. */
  echo(echo: Echo): boolean;
  /** A line of ours in the history: it need not be said again. */
  remembered(echo: Echo): void;
  /** The network took something not. */
  refused(target: string, reason: string): void;
  /** The answer to one of our PINGs. */
  pong(token: string): void;
  /** Waits a little for what is on its way, and sends the rest back. */
  stop(): Promise<void>;
}

export interface Surroundings {
  readonly link: IrcLink;
  readonly journal: Journal;
  /** Lines a second. */
  readonly rate: number;
  /** The network has been away for long: end, so that what waits is kept by the server. False when it has not. */
  giveUp(): boolean;
  /** Whether the target can be written to now. */
  isOpen(target: string): boolean;
  arrived(message: Arrived): void;
  newId(): string;
  readonly now: () => number;
}

export function createOutgoing(around: Surroundings): Outgoing {
  const { link, journal, now } = around;
  const queue: Entry[] = [];
  /** What the network has been seen to have, by its tag: ids of lines. */
  const seen = new Map<string, string>();
  /** Messages that were given back with a part of them said. */
  const parked = new Map<string, Piece[]>();
  let counter = 0;
  let tokens = BURST;
  let refilled = now();
  let waking: ReturnType<typeof setTimeout> | null = null;
  let isStopping = false;

  const isEchoing = (): boolean => link.has("echo-message");
  const written = (): [Entry, Piece][] =>
    queue.flatMap((entry) =>
      (entry.pieces ?? [])
        .filter(({ state }) => state === "written")
        .map((piece): [Entry, Piece] => [entry, piece]),
    );

  function leave(entry: Entry): void {
    clearTimeout(entry.timer);
    queue.splice(queue.indexOf(entry), 1);
  }

  function reject(entry: Entry, refusal: Refusal): void {
    leave(entry);
    if (refusal.retry && entry.pieces !== null) bound(parked.set(entry.key, entry.pieces));
    entry.done.reject(refusal);
  }

  /** The network has this line. */
  function took(entry: Entry, piece: Piece, id: string | undefined): void {
    piece.state = "taken";
    piece.id = id ?? null;
    finishIfDone(entry);
  }

  function finishIfDone(entry: Entry): void {
    const { pieces, key, target } = entry;
    if (pieces?.some(({ state }) => state !== "taken") ?? true) return;
    const lines = (pieces ?? []).flatMap(({ id }) => id ?? []);
    const id = lines[0] ?? around.newId();
    leave(entry);
    journal.finish(key, id);
    around.arrived({ target, id, lines });
    entry.done.resolve(id);
  }

  function expire(late: Entry): void {
    const isWritten = late.pieces?.some(({ state }) => state === "written") ?? false;
    if (isWritten && link.isUp()) return reject(late, new Doubt(UNKNOWN_FATE));
    if (around.giveUp()) return;
    // What stands behind it goes back too, so that the order stays.
    const later = queue.slice(queue.indexOf(late)).filter(({ target }) => target === late.target);
    for (const entry of later) reject(entry, new Refusal("the network is not reachable", true));
  }

  function takeToken(): boolean {
    const time = now();
    tokens = Math.min(BURST, tokens + ((time - refilled) / 1000) * around.rate);
    refilled = time;
    if (tokens >= 1) {
      tokens -= 1;
      return true;
    }
    waking ??= setTimeout(() => {
      waking = null;
      pump();
    }, 1000 / around.rate);
    return false;
  }

  function pump(): void {
    if (!link.isUp()) return;
    const held = new Set<string>();
    const mark = ++counter;
    let inFlight = written().length;
    let wrote = false;
    for (const entry of [...queue]) {
      if (held.has(entry.target)) continue;
      held.add(entry.target);
      if (!around.isOpen(entry.target)) continue;
      if (entry.isDoubtful && !isEchoing()) {
        reject(entry, new Doubt(UNKNOWN_FATE));
        continue;
      }
      entry.pieces ??= entry.build();
      for (const piece of entry.pieces) {
        if (piece.state !== "waiting") continue;
        const id = seen.get(tagOf(entry.key, piece.index));
        if (id !== undefined) {
          piece.state = "taken";
          piece.id = id;
          continue;
        }
        if (inFlight >= WINDOW || !takeToken()) break;
        journal.start(entry.key);
        piece.state = "written";
        piece.mark = mark;
        piece.byEcho = isEchoing() && piece.command !== "REDACT";
        link.write(lineOf(piece, entry, link));
        inFlight += 1;
        wrote = true;
      }
      finishIfDone(entry);
      // The next message to the same target may follow when all of this one is written.
      if (entry.pieces.every(({ state }) => state !== "waiting")) held.delete(entry.target);
    }
    if (wrote) link.write(`PING koine-${mark}`);
  }

  /** Which of our lines an answer is about: by label, else by tag, else the same words, else the first. */
  function matching({ target, text, tags }: Echo): [Entry, Piece] | undefined {
    const { label, [`+${KEY_TAG}`]: tag } = tags;
    const all = written();
    if (label !== undefined) return all.find(([, piece]) => piece.label === label);
    if (tag !== undefined) return all.find(([entry, piece]) => tagOf(entry.key, piece.index) === tag);
    const there = all.filter(([entry]) => link.client.caseCompare(entry.target, target));
    return there.find(([, piece]) => piece.text === text);
  }

  return {
    pump,

    send(key, target, build) {
      const sent = journal.sent(key);
      if (sent !== null && sent.id !== null) return Promise.resolve(sent.id);
      const same = queue.find((entry) => entry.key === key);
      if (same !== undefined) return same.done.promise;
      const pieces = parked.get(key) ?? null;
      if (isStopping || queue.length >= MAX_WAITING) {
        return Promise.reject(new Refusal("the network is not reachable", true));
      }
      parked.delete(key);
      const done = Promise.withResolvers<string>();
      const isDoubtful = sent !== null && pieces === null;
      const timer = setTimeout(() => expire(entry), PATIENCE);
      const entry: Entry = { key, target, pieces, isDoubtful, build, done, timer };
      queue.push(entry);
      pump();
      return done.promise;
    },

    down() {
      for (const [entry, piece] of written()) {
        if (piece.byEcho) piece.state = "waiting";
        else if (queue.includes(entry)) reject(entry, new Doubt(UNKNOWN_FATE));
      }
    },

    echo(echo) {
      const found = matching(echo);
      if (found === undefined) return false;
      took(...found, echo.tags.msgid);
      pump();
      return true;
    },

    remembered({ tags }) {
      const tag = tags[`+${KEY_TAG}`];
      if (tag !== undefined) bound(seen.set(tag, tags.msgid ?? around.newId()));
    },

    refused(target, reason) {
      // Answers come in order: it is about the first that has none.
      const found = written().find(([entry]) => link.client.caseCompare(entry.target, target));
      if (found !== undefined) reject(found[0], new Refusal(`the network did not take it: ${reason}`));
      pump();
    },

    pong(token) {
      const mark = Number(/^koine-(\d+)$/.exec(token)?.[1] ?? Number.NaN);
      for (const [entry, piece] of written()) {
        if (!piece.byEcho && piece.mark <= mark) took(entry, piece, undefined);
      }
      pump();
    },

    async stop() {
      isStopping = true;
      for (const entry of [...queue]) {
        // What was begun is brought to its end.
        if (entry.pieces?.every(({ state }) => state === "waiting") ?? true) {
          reject(entry, new Refusal("the backend is ending", true));
        }
      }
      const last = Promise.allSettled(queue.map(({ done }) => done.promise));
      await Promise.race([last, Bun.sleep(STOP_MILLIS)]);
      for (const entry of [...queue]) reject(entry, new Refusal("the backend is ending", true));
      if (waking !== null) clearTimeout(waking);
    },
  };
}

function bound(map: Map<string, unknown>): void {
  const [oldest] = map.keys();
  if (map.size > MAX_REMEMBERED && oldest !== undefined) map.delete(oldest);
}
