/** Runs the command line as its users do: a process of its own. */

import { join } from "node:path";
import { databaseFor, ON_POSTGRES } from "./postgres.ts";

const ROOT = join(import.meta.dir, "..");

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  /** The data directory. */
  readonly data: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** What is typed. */
  readonly input?: string;
  /** Put before the command. */
  readonly prefix?: readonly string[];
}

/** Start `koine ARGS`. */
export async function spawnKoine(args: readonly string[], options: RunOptions) {
  const store = ON_POSTGRES ? { KOINE_STORE_URL: await databaseFor(options.data) } : {};
  return Bun.spawn([...(options.prefix ?? []), process.execPath, join(ROOT, "src/main.ts"), ...args], {
    cwd: ROOT,
    env: { PATH: process.env.PATH ?? "", KOINE_DATA: options.data, ...store, ...options.environment },
    stdin: new Blob([options.input ?? ""]),
    stdout: "pipe",
    stderr: "pipe",
  });
}

/** Run `koine ARGS` to its end. */
export async function runKoine(args: readonly string[], options: RunOptions): Promise<Ran> {
  const child = await spawnKoine(args, options);
  const [out, err] = await Promise.all([child.stdout.text(), child.stderr.text()]);
  return { code: await child.exited, out, err };
}

/** Run `koine ARGS --json`, which must succeed; gives what it says. */
export async function askKoine<T>(args: readonly string[], options: RunOptions): Promise<T> {
  const { code, out, err } = await runKoine([...args, "--json"], options);
  if (code !== 0) throw new Error(`koine ${args.join(" ")}: exit code ${code}\n${out}${err}`);
  return JSON.parse(out) as T;
}
