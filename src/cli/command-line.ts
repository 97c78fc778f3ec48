/** What the commands of the command line have in common: options, help, JSON, exit codes (docs/command-line.md). */

import { type ParseArgsOptionsConfig, parseArgs } from "node:util";
import type { Config } from "../config.ts";

/** How a command ended. */
export const EXIT = {
  /** It did what was asked. */
  done: 0,
  /** It could not; the message says why. Nothing was changed, unless the message says so. */
  failed: 1,
  /** The command line was not understood. */
  usage: 2,
  /** `check` or `doctor` found something. */
  found: 3,
} as const;

/** What a command has of its surroundings. */
export interface Cli {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Reads the configuration; throws a sentence for the operator. */
  readonly config: () => Config;
  readonly spawnWorker: () => Worker;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** What a command was called with, besides its name. */
export interface Called {
  readonly words: readonly string[];
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
  readonly json: boolean;
}

/** What a command has to say: `text` for people, with its line breaks, or `json` where that was asked for. */
export interface Said {
  readonly text: string;
  readonly json: object;
  readonly exit?: number;
}

export interface CliCommand {
  readonly name: string;
  /** What comes behind the name. */
  readonly usage: string;
  /** One line. */
  readonly summary: string;
  /** What it does, its options, and an example. */
  readonly help: string;
  readonly options?: ParseArgsOptionsConfig;
  /** Throws `Usage`, or any error with a sentence for the operator. */
  run(cli: Cli, called: Called): Promise<Said>;
}

/** The command line was not understood; the message says what is wrong with it. */
export class Usage extends Error {}

/** Run one command; resolves with the exit code. */
export async function runCommand(command: CliCommand, args: readonly string[], cli: Cli): Promise<number> {
  const wantsJson = args.includes("--json");
  try {
    const called = parse(command, args);
    if (called === null) {
      cli.out(helpOf(command));
      return EXIT.done;
    }
    const said = await command.run(cli, called);
    cli.out(called.json ? `${JSON.stringify(said.json)}\n` : said.text);
    return said.exit ?? EXIT.done;
  } catch (error) {
    const message = sentenceOf(error);
    const isUsage = error instanceof Usage;
    if (wantsJson) cli.out(`${JSON.stringify({ error: message })}\n`);
    else cli.err(isUsage ? `${message}\n\n${helpOf(command)}` : `${message}\n`);
    return isUsage ? EXIT.usage : EXIT.failed;
  }
}

/** What is said of an error: what the disk refuses in words, else its message. */
function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, path } = error as NodeJS.ErrnoException;
  const place = path === undefined ? "" : `: ${path}`;
  if (code === "ENOSPC" || code === "EDQUOT") return `The disk is full${place}`;
  if (code === "EROFS") return `The disk is read-only${place}`;
  if (code === "EACCES" || code === "EPERM") return `This user may not do that${place}`;
  return error.message;
}

export function helpOf({ name, usage, help }: CliCommand): string {
  return `koine ${name} ${usage}`.trimEnd().concat(`\n\n${help.trim()}\n`);
}

/** Null when help was asked for. Throws `Usage`. */
function parse(command: CliCommand, args: readonly string[]): Called | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { help: { type: "boolean" }, json: { type: "boolean" }, ...command.options },
    });
    const { help, json, ...options } = values as Called["options"];
    return help === true ? null : { words: positionals, options, json: json === true };
  } catch (error) {
    throw new Usage(error instanceof Error ? error.message : String(error));
  }
}

/** Exactly so many words. Throws `Usage` with what is wanted. */
export function requireWords({ words }: Called, count: number, wanted: string): readonly string[] {
  if (words.length === count) return words;
  throw new Usage(words.length < count ? `Missing: ${wanted}` : `One word too many: ${words[count]}`);
}
