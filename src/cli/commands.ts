/** The commands of the command line, besides `serve` and `chat`. */

import { backup } from "./backup.ts";
import type { CliCommand } from "./command-line.ts";
import { restore } from "./restore.ts";

export const cliCommands: readonly CliCommand[] = [backup, restore];

/** What `koine help` says. */
export function overview(): string {
  const lines = [
    ["serve", "run the server"],
    ["chat URL", "chat in the terminal"],
    ...cliCommands.map(({ name, usage, summary }) => [`${name} ${usage}`.trimEnd(), summary]),
  ] as const;
  const width = Math.max(...lines.map(([call = ""]) => call.length));
  return `koine: a self-hosted chat server

${lines.map(([call = "", summary = ""]) => `  koine ${call.padEnd(width)}  ${summary}`).join("\n")}

"koine COMMAND --help" explains a command and gives an example; --json makes it answer in JSON.
Everything is kept in one data directory: KOINE_DATA, or koine-data below the current one.
Exit codes: 0 done, 1 failed (the message says why), 2 not understood, 3 check or doctor found something.
`;
}
