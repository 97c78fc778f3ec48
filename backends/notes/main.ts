/** `koine backend notes FILE`, or by itself: `bun backends/notes/main.ts FILE`. */

import { runBackend } from "../sdk/run.ts";
import { notesBackend } from "./notes.ts";

const USAGE = "koine backend notes FILE    a room that remembers what is written in it, in FILE\n";

/** Runs until the server closes the pipe; resolves with the exit code. */
export async function main(words: readonly string[]): Promise<number> {
  const [file] = words;
  if (file === undefined || words.length > 1) {
    process.stderr.write(USAGE);
    return 2;
  }
  return await runBackend(notesBackend(file, Date.now));
}

if (import.meta.main) process.exit(await main(process.argv.slice(2)));
