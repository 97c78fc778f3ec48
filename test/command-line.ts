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

/**
 * The words that start Koine: the executable that the whole run was given, which starts in a sixth of the time, or else
 * the source. A checkout that is named is run from its source.
 */
export function koineCommand(root?: string): readonly string[] {
  const built = process.env.KOINE_TEST_PROGRAM ?? "";
  return root === undefined && built !== "" ? [built] : [process.execPath, join(root ?? ROOT, "src/main.ts")];
}

/** Start `koine ARGS`. */
export async function spawnKoine(args: readonly string[], options: RunOptions) {
  const store = ON_POSTGRES ? { KOINE_STORE_URL: await databaseFor(options.data) } : {};
  return Bun.spawn([...(options.prefix ?? []), ...koineCommand(), ...args], {
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
