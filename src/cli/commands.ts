/** The commands of the command line, besides `serve` and `chat`. */

import { backup } from "./backup.ts";
import { bots } from "./bot.ts";
import { check } from "./check.ts";
import type { CliCommand } from "./command-line.ts";
import { doctor } from "./doctor.ts";
import { exports } from "./export.ts";
import { migrateStore } from "./migrate-store.ts";
import { restore } from "./restore.ts";
import { roomCommands } from "./room.ts";
import { takeOver } from "./take-over.ts";
import { users } from "./user.ts";

export const cliCommands: readonly CliCommand[] = [
  check,
  doctor,
  ...users,
  ...bots,
  ...roomCommands,
  backup,
  restore,
  migrateStore,
  ...exports,
  takeOver,
];

/** The command that the words begin with, and the words behind its name. */
export function findCommand(
  words: readonly string[],
): { command: CliCommand; rest: readonly string[] } | null {
  for (const length of [2, 1]) {
    const name = words.slice(0, length).join(" ");
    const command = cliCommands.find((one) => one.name === name);
    if (command !== undefined) return { command, rest: words.slice(length) };
  }
  return null;
}

/** What `koine help` says. */
export function overview(): string {
  const lines = [
    ["serve", "run the server"],
    ["chat", "chat in the terminal"],
    ["backend", "run a program that brings another network in (docs/backends.md)"],
    ...cliCommands.map(({ name, summary }) => [name, summary]),
  ] as const;
  const width = Math.max(...lines.map(([call = ""]) => call.length));
  return `koine: a self-hosted chat server

${lines.map(([call = "", summary = ""]) => `  koine ${call.padEnd(width)}  ${summary}`).join("\n")}

"koine COMMAND --help" explains a command and gives an example; --json makes it answer in JSON.
Where there are several spaces, --space SLUG names one that is not the first.
Everything is kept in one data directory: KOINE_DATA, or koine-data below the current one.
Exit codes: 0 done, 1 failed (the message says why), 2 not understood, 3 check or doctor found something.
`;
}
