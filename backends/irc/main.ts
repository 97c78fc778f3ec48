/** `koine backend irc …`, or by itself: `bun backends/irc/main.ts …`. */

import { runBackend } from "../sdk/run.ts";
import { readConfig, USAGE } from "./config.ts";
import { ircBackend } from "./irc.ts";

/** Runs until the server closes the pipe; resolves with the exit code. */
export async function main(words: readonly string[]): Promise<number> {
  if (words.includes("--help") || words.length === 0) {
    process.stderr.write(USAGE);
    return 2;
  }
  let backend: ReturnType<typeof ircBackend>;
  try {
    backend = ircBackend(readConfig(words, process.env), Date.now);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
  return await runBackend(backend);
}

if (import.meta.main) process.exit(await main(process.argv.slice(2)));
