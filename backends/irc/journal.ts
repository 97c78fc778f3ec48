/**
 * What must outlive the process: which messages were sent, so that a request that comes again is not said again,
 * and up to when each channel was heard. A file of JSON lines; nothing of what was said is in it.
 */

import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

/** Keys that are remembered; a request comes again within minutes. */
const MAX_KEYS = 5000;

/** Lines after which the file is written anew, with what still counts. */
const MAX_LINES = 20_000;

/** How often a channel's time is written, in milliseconds. */
const HEARD_MILLIS = 1000;

/** Longest wait for a process before this one to bring its work to an end, and how often it is looked at. */
const PREDECESSOR_MILLIS = 10_000;
const LOOK_MILLIS = 50;

/** A message that was begun; its id where the network has all of it. */
export interface Sent {
  readonly id: string | null;
}

export interface Journal {
  /**
   * Reads what is there, once a process before this one on the same folder has ended: it may still be waiting
   * for the network to confirm what it said.
   */
  open(): Promise<void>;
  sent(key: string): Sent | null;
  start(key: string): void;
  finish(key: string, id: string): void;
  /** Milliseconds of the last sign of life that was seen with the channel joined; null when it never was. */
  heard(channel: string): number | null;
  hear(channel: string, time: number): void;
  /** The last message before the channel was joined for the first time: what is older is nobody's to miss. */
  eve(channel: string): string | null;
  begin(channel: string, eve: string): void;
  /** Writes what was held back. */
  close(): void;
}

/** A journal in a folder, which is made; null keeps it in memory. Throws where the folder cannot be used. */
export function createJournal(folder: string | null): Journal {
  const file = folder === null ? null : join(folder, "irc-journal.jsonl");
  const keys = new Map<string, Sent>();
  const times = new Map<string, number>();
  const eves = new Map<string, string>();
  /** What of `times` stands in the file. */
  const written = new Map<string, number>();
  let lines = 0;

  if (folder !== null) mkdirSync(folder, { recursive: true, mode: 0o700 });
  const owner = folder === null ? null : join(folder, "irc.pid");

  async function takeOver(): Promise<void> {
    if (owner === null) return;
    const before = existsSync(owner) ? Number(readFileSync(owner, "utf8")) : process.pid;
    for (let waited = 0; waited < PREDECESSOR_MILLIS && isAlive(before); waited += LOOK_MILLIS) {
      await Bun.sleep(LOOK_MILLIS);
    }
    writeFileSync(owner, String(process.pid));
  }

  /** A line that was cut off by a crash says nothing. */
  function take(line: string): void {
    try {
      const [kind, name, value] = JSON.parse(line) as [string, string, string | number | null];
      if (kind === "sent" && typeof value !== "number") remember(name, { id: value });
      if (kind === "eve" && typeof value === "string") eves.set(name, value);
      if (kind === "heard" && typeof value === "number") times.set(name, value);
    } catch {
      return;
    }
  }

  function remember(key: string, sent: Sent): void {
    keys.delete(key);
    keys.set(key, sent);
    const [oldest] = keys.keys();
    if (keys.size > MAX_KEYS && oldest !== undefined) keys.delete(oldest);
  }

  function append(entry: readonly [string, string, string | number | null]): void {
    if (file === null) return;
    appendFileSync(file, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
    lines += 1;
    if (lines > MAX_LINES) rewrite();
  }

  function rewrite(): void {
    if (file === null) return;
    const entries = [
      ...[...keys].map(([key, { id }]) => ["sent", key, id]),
      ...[...eves].map(([channel, eve]) => ["eve", channel, eve]),
      ...[...times].map(([channel, time]) => ["heard", channel, time]),
    ];
    writeFileSync(`${file}.new`, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""), {
      mode: 0o600,
    });
    renameSync(`${file}.new`, file);
    lines = entries.length;
    for (const [channel, time] of times) written.set(channel, time);
  }

  return {
    async open() {
      await takeOver();
      if (file === null || !existsSync(file)) return;
      for (const line of readFileSync(file, "utf8").split("\n")) take(line);
      rewrite();
    },
    sent: (key) => keys.get(key) ?? null,
    start(key) {
      if (keys.has(key)) return;
      remember(key, { id: null });
      append(["sent", key, null]);
    },
    finish(key, id) {
      remember(key, { id });
      append(["sent", key, id]);
    },
    eve: (channel) => eves.get(channel) ?? null,
    begin(channel, eve) {
      eves.set(channel, eve);
      append(["eve", channel, eve]);
    },
    heard: (channel) => times.get(channel) ?? null,
    hear(channel, time) {
      if (time <= (times.get(channel) ?? 0)) return;
      times.set(channel, time);
      if (time - (written.get(channel) ?? 0) < HEARD_MILLIS) return;
      written.set(channel, time);
      append(["heard", channel, time]);
    },
    close() {
      for (const [channel, time] of times) {
        if (written.get(channel) !== time) append(["heard", channel, time]);
      }
      if (owner !== null) rmSync(owner, { force: true });
    },
  };
}

/** Whether another process than this one has the number. */
function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 1 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
