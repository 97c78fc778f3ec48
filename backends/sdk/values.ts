/** Bytes in any pieces become JSON objects that stand one behind the other (docs/protocols/flubber.md, 1). */

import { Violation } from "./wire.ts";

/** Most bytes of one value. */
const MAX_VALUE_BYTES = 16 * 2 ** 20;

/** Deepest nesting: content of 64 nodes, each an object and a list in it, and what is around it. */
const MAX_DEPTH = 160;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * The objects in a stream, with or without white space between them. What is open at the end is dropped: the
 * other side was cut off. Throws `Violation`.
 */
export async function* readValues(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<unknown, void, undefined> {
  /** The pieces of the value that began in an earlier chunk. */
  let pieces: Uint8Array[] = [];
  let bytes = 0;
  let depth = 0;
  let isString = false;
  let isEscaped = false;
  for await (const chunk of chunks) {
    let start = 0;
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i] ?? 0;
      if (isString) {
        if (isEscaped) isEscaped = false;
        else if (byte === BACKSLASH) isEscaped = true;
        else if (byte === QUOTE) isString = false;
      } else if (depth === 0 && isSpace(byte)) start = i + 1;
      else if (byte === QUOTE && depth > 0) isString = true;
      else if (opens(byte)) {
        if (depth === 0) start = i;
        depth += 1;
        if (depth > MAX_DEPTH) throw new Violation(`a value is nested deeper than ${MAX_DEPTH}`);
      } else if (closes(byte)) depth -= 1;
      else if (depth === 0) throw new Violation("something stands between the values");
      if (bytes + i - start > MAX_VALUE_BYTES)
        throw new Violation(`a value is above ${MAX_VALUE_BYTES} bytes`);
      if (depth > 0 || i < start) continue;
      yield parse([...pieces, chunk.subarray(start, i + 1)]);
      pieces = [];
      bytes = 0;
      start = i + 1;
    }
    if (depth === 0) continue;
    pieces.push(chunk.slice(start));
    bytes += chunk.length - start;
  }
}

function parse(pieces: readonly Uint8Array[]): unknown {
  const text = new TextDecoder().decode(pieces.length === 1 ? pieces[0] : Buffer.concat(pieces));
  try {
    return JSON.parse(text);
  } catch {
    throw new Violation("a value is no JSON");
  }
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function opens(byte: number): boolean {
  return byte === 0x7b || byte === 0x5b;
}

function closes(byte: number): boolean {
  return byte === 0x7d || byte === 0x5d;
}
