/** Starts Koine as its users do: its own process, its own directory, a free port of the loopback. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { koineCommand } from "./command-line.ts";
import { databaseFor, ON_POSTGRES } from "./postgres.ts";

const ROOT = join(import.meta.dir, "..");

export interface Koine {
  /** "http://127.0.0.1:port" */
  readonly url: string;
  /** "ws://127.0.0.1:port/gateway" */
  readonly gateway: string;
  readonly directory: string;
  readonly process: Bun.Subprocess;
  /** Lines of the log so far. */
  readonly lines: string[];
  /** Resolves with the first line of the log, written or to come, that fits; lines are offered once. */
  logged(fits: (line: LogLine) => boolean): Promise<LogLine>;
  /** Resolves with what `find` finds in the text for the person at the terminal (standard error). */
  terminal(find: (text: string) => string | null): Promise<string>;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number>;
  /** SIGKILL. */
  kill(): Promise<void>;
}

export type LogLine = Readonly<Record<string, unknown>>;

export interface StartOptions {
  /** Kept when given; otherwise a temporary one that `stop` and `kill` leave to `removeDirectories`. */
  readonly directory?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Another checkout of the source. */
  readonly root?: string;
  /** Put before the command, e.g. strace and its options. */
  readonly prefix?: readonly string[];
  readonly port?: number;
  /** An executable to run in its own folder. */
  readonly program?: string;
  /** Behind `koine serve`. */
  readonly options?: readonly string[];
}

const made: string[] = [];

export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "koine-test-"));
  made.push(directory);
  return directory;
}

export function removeDirectories(): void {
  for (const directory of made.splice(0)) rmSync(directory, { recursive: true, force: true });
}

/** Rejects with the log when the server does not come up. */
export async function startKoine(options: StartOptions = {}): Promise<Koine> {
  const directory = options.directory ?? temporaryDirectory();
  const root = options.root ?? ROOT;
  const program = options.program === undefined ? koineCommand(options.root) : [options.program];
  const store = ON_POSTGRES ? { KOINE_STORE_URL: await databaseFor(directory) } : {};
  const process = Bun.spawn([...(options.prefix ?? []), ...program, "serve", ...(options.options ?? [])], {
    cwd: options.program === undefined ? root : dirname(options.program),
    env: {
      PATH: globalThis.process.env.PATH ?? "",
      KOINE_DATA: directory,
      KOINE_LISTEN: `127.0.0.1:${options.port ?? 0}`,
      KOINE_REGISTRATION: "open",
      ...store,
      ...options.environment,
    },
    stdout: "pipe",
    stderr: "pipe",
  });
  let shown = "";
  const searches: (() => void)[] = [];
  void readText(process.stderr, (text) => {
    shown += text;
    for (const search of searches) search();
  });
  const lines: string[] = [];
  const unseen: LogLine[] = [];
  let looks: (() => boolean)[] = [];
  const url = await new Promise<string>((resolve, reject) => {
    void readLines(process.stdout, (line) => {
      lines.push(line);
      const entry = JSON.parse(line) as { message: string; url?: string };
      unseen.push({ ...entry });
      looks = looks.filter((look) => !look());
      if (entry.message === "listening" && entry.url !== undefined) resolve(entry.url);
    }).then(() => reject(new Error(`Koine did not start:\n${lines.join("\n")}\n${shown}`)));
  });
  return {
    url,
    gateway: `${url.replace("http", "ws")}/gateway`,
    directory,
    process,
    lines,
    logged: (fits) =>
      new Promise((resolve) => {
        const look = (): boolean => {
          const at = unseen.findIndex(fits);
          if (at !== -1) for (const line of unseen.splice(at, 1)) resolve(line);
          return at !== -1;
        };
        if (!look()) looks.push(look);
      }),
    terminal: (find) =>
      new Promise((resolve) => {
        const search = (): void => {
          const found = find(shown);
          if (found !== null) resolve(found);
        };
        searches.push(search);
        search();
      }),
    async stop() {
      process.kill("SIGTERM");
      return await process.exited;
    },
    async kill() {
      process.kill("SIGKILL");
      await process.exited;
    },
  };
}

async function readText(stream: ReadableStream<Uint8Array>, take: (text: string) => void): Promise<void> {
  const decoder = new TextDecoder();
  for await (const chunk of stream) take(decoder.decode(chunk, { stream: true }));
}

async function readLines(stream: ReadableStream<Uint8Array>, take: (line: string) => void): Promise<void> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of stream) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = parts.pop() ?? "";
    for (const part of parts) if (part !== "") take(part);
  }
}
