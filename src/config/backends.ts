/**
 * The backends of a configuration (docs/protocols/flubber.md, 4): tables `[backends.NAME]`, which have names of the
 * operator's own and so stand beside the schema of the other keys.
 */

import { readFileSync } from "node:fs";
import type { ConfigFile } from "./file.ts";
import { readBytes, readDuration } from "./values.ts";

/** A program that brings another network in. */
export interface BackendConfig {
  readonly name: string;
  readonly cmd: string;
  readonly args: readonly string[];
  /** All of its environment: PATH, and what the configuration says. */
  readonly env: Readonly<Record<string, string>>;
  /** The space, by its slug, that its rooms appear in; null = the default one. */
  readonly space: string | null;
  /** Rooms that are looked up and joined by their names, besides those that it tells of. */
  readonly rooms: readonly string[];
  /** The handle of the account here whose own account on the network it is; null = nobody's. */
  readonly account: string | null;
  /** Bytes of memory above which it is ended. */
  readonly memory: number;
  /** Milliseconds that it has for saying who it is, and for an answer. */
  readonly times: { readonly init: number; readonly answer: number };
}

/** How the sample and the documents show it. */
export const BACKENDS_SAMPLE = `# Programs that bring other networks in (docs/backends.md), each in a table of its own:
#
# [backends.irc]
# cmd = "koine"                   # the program, and what stands behind it
# args = ["backend", "irc", "--server", "irc.example.org"]
# space = "town"                  # where its rooms appear, by its slug; without it the default space
# rooms = ["#general"]            # rooms that are joined, besides those that it tells of
# account = "ann"                 # whose account on the network it is: ann's words go out without her name
# memory = "512 MiB"              # above, it is ended and started again
# init-time = "10 s"              # it says who it is within this, or is ended and started again
# answer-time = "30 s"            # what it does not answer within this may not have arrived
# env-file = "/etc/koine/irc.env" # NAME=value, one a line; goes before env
# [backends.irc.env]              # all of its environment, besides PATH
# IRC_PASSWORD = "a long password"
#
# On SIGHUP new ones start, removed ones stop, changed ones start anew; the others are left alone. (reloads)
`;

const NAME = /^[a-z0-9][a-z0-9-]{0,31}$/;
const KNOWN = [
  "cmd",
  "args",
  "env-file",
  "env",
  "space",
  "rooms",
  "account",
  "memory",
  "init-time",
  "answer-time",
];
const MEMORY = "512 MiB";
const INIT_TIME = "10 s";
const ANSWER_TIME = "30 s";
const MAX_TIME = 3_600_000;
/** Most rooms of one backend that the configuration names, and most backends. */
const MAX_ROOMS = 200;
const MAX_BACKENDS = 50;

/** What the file says, and what is wrong with it, a sentence each. `path` is the programs' PATH. */
export function readBackends(
  file: ConfigFile | null,
  path: string,
): { backends: readonly BackendConfig[]; problems: readonly string[] } {
  const said = file?.said.backends;
  const problems: string[] = [];
  if (file === null || said === undefined) return { backends: [], problems };
  const backends: BackendConfig[] = [];
  if (!isTable(said))
    return { backends, problems: [`${file.path}: [backends] holds a table for each backend`] };
  if (Object.keys(said).length > MAX_BACKENDS)
    problems.push(`${file.path}: there are at most ${MAX_BACKENDS} backends`);
  for (const [name, table] of Object.entries(said)) {
    const line = file.lineOf(`backends.${name}`, null);
    const place = `${file.path}${line === 0 ? "" : `:${line}`}: [backends.${name}] `;
    try {
      backends.push(readOne(name, table, path));
    } catch (error) {
      problems.push(place + (error instanceof Error ? error.message : String(error)));
    }
  }
  return { backends, problems };
}

/** Throws the rest of a sentence. */
function readOne(name: string, table: unknown, path: string): BackendConfig {
  if (!NAME.test(name)) throw new Error("has a name of lower-case letters, digits and -, at most 32");
  if (!isTable(table)) throw new Error("is a table");
  const unknown = Object.keys(table).find((key) => !KNOWN.includes(key));
  if (unknown !== undefined) throw new Error(`has no key ${unknown}; there are ${KNOWN.join(", ")}`);
  const cmd = textOf(table, "cmd");
  if (cmd === null) throw new Error("needs cmd, the program");
  const rooms = textsOf(table, "rooms");
  if (rooms.length > MAX_ROOMS) throw new Error(`has at most ${MAX_ROOMS} rooms`);
  const fromFile = textOf(table, "env-file");
  return {
    name,
    cmd,
    args: textsOf(table, "args"),
    env: { PATH: path, ...envOf(table), ...(fromFile === null ? {} : readEnvFile(fromFile)) },
    space: textOf(table, "space"),
    rooms,
    account: textOf(table, "account"),
    memory: readBytes(textOf(table, "memory") ?? MEMORY),
    times: { init: timeOf(table, "init-time", INIT_TIME), answer: timeOf(table, "answer-time", ANSWER_TIME) },
  };
}

function timeOf(table: Readonly<Record<string, unknown>>, key: string, byDefault: string): number {
  try {
    return readDuration(textOf(table, key) ?? byDefault, byDefault, { max: MAX_TIME });
  } catch (error) {
    throw new Error(`${key} ${error instanceof Error ? error.message : String(error)}`);
  }
}

function envOf(table: Readonly<Record<string, unknown>>): Record<string, string> {
  const { env = {} } = table;
  if (!isTable(env) || Object.values(env).some((value) => typeof value !== "string"))
    throw new Error("env is a table of texts");
  return Object.fromEntries(Object.entries(env).map(([key, value]) => [key, String(value)]));
}

/** A dotenv file: NAME=value, with or without "export" and quotes; lines that begin with # say nothing. */
function readEnvFile(path: string): Record<string, string> {
  let source: string;
  try {
    source = readFileSync(path, "utf8");
  } catch (error) {
    throw new Error(`env-file cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const env: Record<string, string> = {};
  for (const [i, line] of source.split("\n").entries()) {
    if (/^\s*(#|$)/.test(line)) continue;
    const [, key, value = ""] = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (key === undefined) throw new Error(`env-file: line ${i + 1} of ${path} is not NAME=value`);
    env[key] = /^(["']).*\1$/.test(value) ? value.slice(1, -1) : value;
  }
  return env;
}

function textOf(table: Readonly<Record<string, unknown>>, key: string): string | null {
  const value = table[key];
  if (value === undefined) return null;
  if (typeof value !== "string" || value === "") throw new Error(`${key} is a text in quotes`);
  return value;
}

function textsOf(table: Readonly<Record<string, unknown>>, key: string): string[] {
  const value = table[key] ?? [];
  if (!Array.isArray(value) || value.some((one) => typeof one !== "string"))
    throw new Error(`${key} is a list of texts`);
  return value.map(String);
}

function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
