/** A configuration file: found, read, and its keys with the lines on which they stand. */

import { existsSync, readFileSync } from "node:fs";

/** Where a file is looked for when none is named: first in the working directory. */
export const SEARCHED = ["koine.toml", "/etc/koine/koine.toml"];

export interface ConfigFile {
  readonly path: string;
  /** What the file says: tables are objects. */
  readonly said: Readonly<Record<string, unknown>>;
  /** The line, from 1, of a key in a section (null: above the first); 0 when it is not found. */
  lineOf(section: string | null, key: string | null): number;
}

/** The file to be read: the one named, else the first that is there; null when there is none. */
export function findFile(named: string | null): string | null {
  return named ?? SEARCHED.find((path) => existsSync(path)) ?? null;
}

/** Throws a sentence with the file's name, and the line where it can be known. */
export function readConfigFile(path: string): ConfigFile {
  let source: string;
  try {
    source = readFileSync(path, "utf8");
  } catch (error) {
    throw new Error(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const lines = source.split("\n");
  return {
    path,
    said: parse(path, source, lines),
    lineOf: (section, key) => lineOf(lines, section, key),
  };
}

function parse(path: string, source: string, lines: readonly string[]): Readonly<Record<string, unknown>> {
  try {
    return Bun.TOML.parse(source) as Record<string, unknown>;
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).replace(
      /^TOML Parse error: /,
      "",
    );
    throw new Error(`${path}:${firstWrongLine(lines)}: this is not TOML: ${reason}`);
  }
}

/** The parser does not tell the line: it is the one after the longest beginning of the file that can be read. */
function firstWrongLine(lines: readonly string[]): number {
  for (let length = lines.length - 1; length > 0; length--) {
    try {
      Bun.TOML.parse(lines.slice(0, length).join("\n"));
      return length + 1;
    } catch {
      // Still too long.
    }
  }
  return 1;
}

/** Good for the ordinary forms; a key written in another is said without its line. */
function lineOf(lines: readonly string[], section: string | null, key: string | null): number {
  let current: string | null = null;
  for (const [i, line] of lines.entries()) {
    const header = /^\s*\[\s*"?([^\]"]+?)"?\s*\]/.exec(line)?.[1];
    if (header !== undefined) {
      current = header;
      if (key === null ? current === section : section === null && current === key) return i + 1;
    }
    const name = /^\s*"?([\w.-]+)"?\s*=/.exec(line)?.[1];
    if (key === null && name === section && current === null) return i + 1;
    if (key !== null && current === section && name === key) return i + 1;
  }
  return 0;
}
