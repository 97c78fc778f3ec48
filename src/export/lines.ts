/** The lines of an export (docs/export-format.md): a head, a row each, an end with the hash of all before it. */

import { closeSync, openSync, readSync } from "node:fs";
import { Type } from "typebox";
import { schemaCheck } from "../core/schema-check.ts";
import type { TableRow } from "../store/sqlite/space-export.ts";

/** The newest form of exports that this program knows, and the one that it writes. */
export const EXPORT_FORMAT = 1;

/** Longest line, in bytes: a message with its JSON is far below. */
const MAX_LINE_BYTES = 4 * 1024 * 1024;

const CHUNK_BYTES = 1024 * 1024;

const headSchema = schemaCheck(
  Type.Object({
    format: Type.Integer(),
    software: Type.String(),
    schema: Type.Integer(),
    space: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
    slug: Type.String(),
    exported: Type.String(),
  }),
);

const endSchema = schemaCheck(Type.Object({ rows: Type.Integer(), sha256: Type.String() }));

const rowSchema = schemaCheck(
  Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Null()])),
);

export interface Head {
  readonly format: number;
  readonly software: string;
  readonly schema: number;
  readonly space: number;
  readonly slug: string;
  readonly exported: string;
}

/** Reads the head. Throws a sentence for the operator when it is of a newer form or no export. */
export function readHead(path: string): Head {
  for (const line of linesOf(path)) {
    const { koine } = parse(line);
    if (!headSchema.fits(koine)) break;
    if (koine.format > EXPORT_FORMAT)
      throw new Error(
        `The export has the form ${koine.format}, this program knows ${EXPORT_FORMAT}: import it with a newer program`,
      );
    return koine;
  }
  throw new Error(`${path} is no export of Koine`);
}

/** Compares the file with the hash at its end; gives the number of rows. Throws a sentence for the operator. */
export function verifyLines(path: string): number {
  const hasher = new Bun.CryptoHasher("sha256");
  let rows = -1; // The head is none.
  let end: unknown = null;
  for (const line of linesOf(path)) {
    if (end !== null) throw new Error("The export is damaged: it goes on after its end");
    const said = parse(line);
    if (said.end !== undefined) end = said.end;
    else {
      hasher.update(`${line}\n`);
      rows += 1;
    }
  }
  if (end === null) throw new Error("The export is cut off: its end is missing");
  if (!endSchema.fits(end) || end.rows !== rows || end.sha256 !== hasher.digest("hex"))
    throw new Error("The export is damaged: its lines do not fit the hash at its end");
  return rows;
}

/** The rows of a file that was verified. */
export function* rowsIn(path: string): Iterable<TableRow> {
  for (const line of linesOf(path)) {
    const said = parse(line);
    if (said.koine !== undefined || said.end !== undefined) continue;
    for (const [table, row] of Object.entries(said)) {
      if (!rowSchema.fits(row)) throw new Error(`The export is damaged: a row of ${table} is none`);
      yield { table, row };
    }
  }
}

function parse(line: string): Readonly<Record<string, unknown>> {
  try {
    const said: unknown = JSON.parse(line);
    if (typeof said === "object" && said !== null) return said as Readonly<Record<string, unknown>>;
  } catch {
    // Said below.
  }
  throw new Error("The export is damaged: a line is no JSON");
}

function* linesOf(path: string): Iterable<string> {
  const fd = openSync(path, "r");
  try {
    const chunk = Buffer.alloc(CHUNK_BYTES);
    let rest = Buffer.alloc(0);
    for (;;) {
      const got = readSync(fd, chunk, 0, CHUNK_BYTES, null);
      if (got === 0) break;
      rest = Buffer.concat([rest, chunk.subarray(0, got)]);
      for (let at = rest.indexOf(10); at !== -1; at = rest.indexOf(10)) {
        yield rest.toString("utf8", 0, at);
        rest = rest.subarray(at + 1);
      }
      if (rest.length > MAX_LINE_BYTES) throw new Error("The export is damaged: a line is too long");
    }
    if (rest.length > 0) throw new Error("The export is cut off in the midst of a line");
  } finally {
    closeSync(fd);
  }
}
