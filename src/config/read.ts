/** Puts together what the file and the variables say, and checks it against the schema. */

import type { StaticDecode } from "typebox";
import { Value } from "typebox/value";
import { type BackendConfig, readBackends } from "./backends.ts";
import type { ConfigFile } from "./file.ts";
import { type Key, keys, sections } from "./keys.ts";
import { schema } from "./schema.ts";
import { nearest } from "./suggest.ts";

/** All keys with their values: times in milliseconds, sizes in bytes. */
export type Settings = StaticDecode<typeof schema> & { readonly backends: readonly BackendConfig[] };

export type Environment = Readonly<Record<string, string | undefined>>;

/** The one table whose names are the operator's own. */
const BACKENDS = "backends";

/** Variables with our prefix that are no keys. */
const OTHER_VARIABLES = ["KOINE_CONFIG", "KOINE_TOKEN"];

/** What is wrong with a configuration: all of it, one sentence a line. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.problems = problems;
  }
}

/** A variable goes before the file, the file before the default. Throws a `ConfigError`. */
export function readSettings(file: ConfigFile | null, environment: Environment): Settings {
  const problems = [...(file === null ? [] : unknownInFile(file)), ...unknownVariables(environment)];
  const { backends, problems: ofBackends } = readBackends(file, environment.PATH ?? "");
  problems.push(...ofBackends);
  const said: Record<string, unknown> = {};
  for (const key of keys) {
    const written = writtenFor(key, file, environment);
    const value = written?.value ?? key.byDefault;
    const problem = written === null ? null : problemOf(key, value);
    if (problem !== null)
      problems.push(`${written?.place}${problem}; it is ${JSON.stringify(written?.value)}`);
    if (key.section === null) said[key.name] = value;
    else said[key.section] = { ...Object(said[key.section]), [key.name]: value };
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return { ...Value.Decode(schema, said), backends };
}

interface Written {
  readonly value: unknown;
  /** Ends so that "is a number" can follow. */
  readonly place: string;
}

function writtenFor(key: Key, file: ConfigFile | null, environment: Environment): Written | null {
  const variable = environment[key.variable];
  if (variable !== undefined) return { value: fromVariable(key, variable), place: `${key.variable} ` };
  const table = key.section === null ? file?.said : file?.said[key.section];
  if (file === null || !isTable(table) || !Object.hasOwn(table, key.name)) return null;
  return { value: table[key.name], place: `${placeIn(file, key.section, key.name)}${key.title} ` };
}

/** A variable is always a text. */
function fromVariable(key: Key, said: string): unknown {
  if (Array.isArray(key.byDefault)) {
    return said === "" ? [] : said.split(",").map((item) => item.trim());
  }
  if (typeof key.byDefault === "number" && /^\d{1,15}$/.test(said)) return Number(said);
  if (typeof key.byDefault === "boolean" && (said === "true" || said === "false")) return said === "true";
  return said;
}

/** What the key wants, when the value is something else. */
function problemOf(key: Key, value: unknown): string | null {
  if (typeof value !== typeof key.byDefault || Array.isArray(value) !== Array.isArray(key.byDefault)) {
    return `is ${kindOf(key.byDefault)}`;
  }
  if (!Value.Check(key.schema, value)) {
    return Array.isArray(value) ? "is a list of texts" : "is a whole number";
  }
  try {
    Value.Decode(key.schema, value);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function kindOf(byDefault: unknown): string {
  if (Array.isArray(byDefault)) return "a list of texts";
  if (typeof byDefault === "number") return "a whole number";
  if (typeof byDefault === "boolean") return "true or false";
  return `a text in quotes, as in ${JSON.stringify(byDefault)}`;
}

function unknownInFile(file: ConfigFile): string[] {
  const problems: string[] = [];
  const top = [...keys.filter(({ section }) => section === null).map(({ name }) => name), ...sections.keys()];
  for (const [name, value] of Object.entries(file.said)) {
    if (name === BACKENDS) continue;
    const place = placeIn(file, name, null);
    if (!sections.has(name)) {
      if (!top.includes(name))
        problems.push(`${place}there is no ${called(name, value)}${meant(name, null, top)}`);
      continue;
    }
    if (!isTable(value)) {
      problems.push(`${place}[${name}] is a section`);
      continue;
    }
    const known = keys.filter(({ section }) => section === name).map((key) => key.name);
    for (const inner of Object.keys(value)) {
      if (known.includes(inner)) continue;
      problems.push(
        `${placeIn(file, name, inner)}there is no key ${inner} in [${name}]${meant(inner, name, known)}`,
      );
    }
  }
  return problems;
}

function called(name: string, value: unknown): string {
  return isTable(value) ? `section [${name}]` : `key ${name}`;
}

/** A hint at what was meant: a name near it here, or the same name elsewhere. */
function meant(name: string, section: string | null, names: readonly string[]): string {
  const near = nearest(name, names);
  if (near !== null) return `; did you mean ${section === null && sections.has(near) ? `[${near}]` : near}?`;
  const elsewhere = keys.find((key) => key.name === name);
  return elsewhere === undefined ? "" : `; did you mean ${elsewhere.title}?`;
}

/**
 * Variables that are no keys but look like one: in one of our sections, or nearly a name that we have.
 *
 * Others with our prefix are left alone: where a service is called "koine", Kubernetes sets KOINE_PORT and others.
 */
function unknownVariables(environment: Environment): string[] {
  const known = [...keys.map(({ variable }) => variable), ...OTHER_VARIABLES];
  const problems: string[] = [];
  for (const name of Object.keys(environment)) {
    if (!name.startsWith("KOINE_") || known.includes(name)) continue;
    const near = nearest(
      name.slice("KOINE_".length),
      known.map((variable) => variable.slice("KOINE_".length)),
    );
    const isOurs = [...sections.keys()].some((section) => name.startsWith(`KOINE_${section.toUpperCase()}_`));
    if (near === null && !isOurs) continue;
    problems.push(`There is no variable ${name}${near === null ? "" : `; did you mean KOINE_${near}?`}`);
  }
  return problems;
}

function placeIn({ path, lineOf }: ConfigFile, section: string | null, key: string | null): string {
  const line = lineOf(section, key);
  return line === 0 ? `${path}: ` : `${path}:${line}: `;
}

function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
