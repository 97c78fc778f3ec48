/**
 * One run of a backend's program: its pipes, its log, its memory, its end (docs/protocols/flubber.md, 4).
 *
 * What it writes is read as fast as it is taken in, and no faster; what it does not read has a bound.
 */

import { readFileSync } from "node:fs";
import type { Log } from "../core/log.ts";

/** Most bytes that the program has not read. */
export const MAX_UNREAD_BYTES = 4 * 2 ** 20;
/** How long a program has for ending by itself, after its input is closed and after it was asked to. */
export const GRACE_MILLIS = 2_000;
/** How long its last words are waited for when it is gone. */
const LAST_WORDS_MILLIS = 500;
/** How often its memory is looked at. */
const LOOK_MILLIS = 1_000;
/** Longest line of its log that is kept, in characters, and most lines in a minute. */
const MAX_LOG_LINE = 1_000;
const MAX_LOG_LINES = 300;
/** How much of its last line those are told who look after it, in characters. */
const MAX_LAST_LINE = 200;
const MINUTE = 60_000;

export interface Settings {
  /** Also the name of its network here: `somebody@name`. */
  readonly name: string;
  readonly cmd: string;
  readonly args: readonly string[];
  /** All of its environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Bytes of memory above which it is ended. */
  readonly memory: number;
}

/** What takes in what the program says. */
export interface Speaker {
  /** Nothing more is read until it resolves. Rejects with a sentence when the program is to be ended. */
  receive(bytes: Uint8Array): Promise<void>;
  /** The program is gone, or says no more. */
  closed(): void;
}

export interface Program {
  /** False when the program does not read what it was sent. */
  write(line: string): boolean;
  /** End it because of what it did. */
  fail(reason: string): void;
  /** Close its input, wait, then end it. Resolves when it is gone. */
  end(): Promise<void>;
  /** Bytes of memory that it used when they were last looked at; 0 = not known. */
  memory(): number;
  /** Resolves when it is gone, to why. */
  readonly gone: Promise<string>;
}

/** Starts the program. Throws when there is no such program. */
export function startProgram(
  { cmd, args, env, memory }: Settings,
  listen: (program: Program) => Speaker,
  log: Log,
): Program {
  const child = Bun.spawn({
    cmd: [cmd, ...args],
    env: { ...env },
    stdin: "pipe",
    stdout: "pipe",
    stderr: "pipe",
  });
  const stdout = child.stdout.getReader();
  // What it started may hold its pipe open: what it said itself is there by then.
  void child.exited.then(() => setTimeout(() => stdout.cancel().catch(() => undefined), LAST_WORDS_MILLIS));
  const queue: string[] = [];
  let unread = 0;
  let isWriting = false;
  let isClosed = false;
  let reason: string | null = null;
  let giveUp = (): void => undefined;

  async function writeQueue(): Promise<void> {
    isWriting = true;
    try {
      for (let line = queue.shift(); line !== undefined && !isClosed; line = queue.shift()) {
        await child.stdin.write(line);
        await child.stdin.flush();
        unread -= line.length;
      }
    } catch {
      // Its input is closed. What it still says is read, and no answer comes to what it was asked.
    }
    isWriting = false;
  }

  /** SIGTERM, and after a while SIGKILL. */
  function terminate(): void {
    child.kill("SIGTERM");
    const killing = setTimeout(() => child.kill("SIGKILL"), GRACE_MILLIS);
    void child.exited.then(() => clearTimeout(killing));
  }

  let used = 0;
  const watching = setInterval(() => {
    used = memoryOf(child.pid);
    if (used > memory)
      program.fail(`it used ${mebibytes(used)} MiB of memory; ${mebibytes(memory)} MiB are allowed`);
  }, LOOK_MILLIS);

  async function read(speaker: Speaker): Promise<void> {
    try {
      for (;;) {
        const { done, value } = await stdout.read();
        if (done || reason !== null) break;
        // Of a flood that is taken in slowly, no more is waited for when the program is to end.
        await new Promise<void>((resolve, reject) => {
          giveUp = resolve;
          speaker.receive(value).then(resolve, reject);
        });
      }
    } catch (error) {
      program.fail(error instanceof Error ? error.message : String(error));
    }
    speaker.closed();
    // A program that says no more is of no more use.
    if (child.exitCode === null && child.signalCode === null) {
      const waiting = setTimeout(terminate, reason === null ? GRACE_MILLIS : 0);
      await child.exited;
      clearTimeout(waiting);
    }
  }

  const program: Program = {
    write(line) {
      if (isClosed || unread + line.length > MAX_UNREAD_BYTES) return isClosed;
      queue.push(line);
      unread += line.length;
      if (!isWriting) void writeQueue();
      return true;
    },
    fail(why) {
      if (reason !== null) return;
      reason = why;
      giveUp();
      terminate();
    },
    async end() {
      reason ??= "it was stopped";
      giveUp();
      isClosed = true;
      closeInput();
      const waiting = setTimeout(terminate, GRACE_MILLIS);
      await program.gone;
      clearTimeout(waiting);
    },
    memory: () => used,
    gone: Promise.resolve("it never ran"),
  };

  function closeInput(): void {
    // With a line that nobody reads in it, the pipe closes when the program is gone.
    Promise.resolve(child.stdin.end()).catch(() => undefined);
  }

  const reading = read(listen(program));
  let lastLine = "";
  const logged = readLog(child.stderr, log, (line) => {
    lastLine = line;
  });
  const gone = Promise.all([reading, child.exited]).then(async () => {
    isClosed = true;
    clearInterval(watching);
    if (reason !== null) return reason;
    await Promise.race([logged, Bun.sleep(LAST_WORDS_MILLIS)]);
    const how = child.signalCode ?? `exit code ${child.exitCode}`;
    // A program that fails says why at its end.
    const why = child.exitCode !== 0 && lastLine !== "" ? `: ${lastLine}` : "";
    return `it ended by itself (${how})${why}`;
  });
  return Object.assign(program, { gone });
}

/** Its standard error, as lines of ours; `last` hears of each. Too long ones are cut, too many left out and counted. */
async function readLog(
  stream: ReadableStream<Uint8Array>,
  log: Log,
  last: (line: string) => void,
): Promise<void> {
  const decoder = new TextDecoder();
  let rest = "";
  let lines = 0;
  let since = 0;
  const tell = (line: string): void => {
    if (performance.now() - since > MINUTE) {
      if (lines > MAX_LOG_LINES) log.warn("lines of its log were left out", { lines: lines - MAX_LOG_LINES });
      since = performance.now();
      lines = 0;
    }
    lines += 1;
    if (line.trim() === "") return;
    last(line.trim().slice(0, MAX_LAST_LINE));
    if (lines <= MAX_LOG_LINES) log.info(line.slice(0, MAX_LOG_LINE));
  };
  try {
    for await (const bytes of stream) {
      const parts = (rest + decoder.decode(bytes, { stream: true })).split("\n");
      // A line without an end is cut where a line may end.
      rest = (parts.pop() ?? "").slice(0, MAX_LOG_LINE);
      for (const part of parts) tell(part);
    }
  } catch {
    // It is gone.
  }
  tell(rest);
}

/** Resident bytes of a process; 0 where the system does not say so. */
function memoryOf(pid: number): number {
  try {
    const pages = readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1];
    return Number(pages) * 4_096;
  } catch {
    return 0;
  }
}

function mebibytes(bytes: number): number {
  return Math.ceil(bytes / 2 ** 20);
}
