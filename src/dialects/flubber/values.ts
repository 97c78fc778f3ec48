/**
 * Bytes in any pieces become JSON objects that stand one behind the other (docs/protocols/flubber.md, 1).
 *
 * The bounds are checked while the bytes come, before anything is parsed: the runtime's parser takes any depth.
 */

import { Violation } from "./violation.ts";

/** Most bytes of one value: a message with its files. */
export const MAX_VALUE_BYTES = 8 * 2 ** 20;

/** Deepest nesting: content of 64 nodes, each an object and perhaps a list, and what is around it. */
export const MAX_DEPTH = 140;

/** Most digits, signs and points of one number; longer ones take long to read. */
const MAX_NUMBER = 40;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const utf8 = new TextDecoder("utf-8", { fatal: true });

/** Reads one stream. After it has thrown it is of no more use. */
export class ValueReader {
  /** The beginning of a value that is not whole; it grows by doubling, however small the pieces are. */
  #begun = new Uint8Array(0);
  #bytes = 0;
  #depth = 0;
  #isString = false;
  #isEscaped = false;
  #number = 0;

  /** The values that this piece completes, in order. Throws a `Violation`. */
  *read(chunk: Uint8Array): Generator<unknown, void, undefined> {
    let start = 0;
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i] ?? 0;
      if (this.#depth === 0) {
        start = i; // What stood before it was given out.
        if (isSpace(byte)) continue;
        if (byte !== 0x7b) throw new Violation("something other than an object stands between the values");
      }
      this.#take(byte);
      if (this.#bytes + i - start >= MAX_VALUE_BYTES)
        throw new Violation(`a value has more than ${MAX_VALUE_BYTES} bytes`);
      if (this.#depth > 0) continue;
      const end = chunk.subarray(start, i + 1);
      if (this.#bytes === 0) yield parse(end);
      else {
        this.#keep(end);
        const whole = this.#begun.subarray(0, this.#bytes);
        this.#begun = new Uint8Array(0);
        this.#bytes = 0;
        yield parse(whole);
      }
    }
    if (this.#depth > 0) this.#keep(chunk.subarray(start));
  }

  #keep(piece: Uint8Array): void {
    const bytes = this.#bytes + piece.length;
    if (bytes > this.#begun.length) {
      const larger = new Uint8Array(Math.max(bytes, this.#begun.length * 2));
      larger.set(this.#begun.subarray(0, this.#bytes));
      this.#begun = larger;
    }
    this.#begun.set(piece, this.#bytes);
    this.#bytes = bytes;
  }

  #take(byte: number): void {
    if (this.#isString) {
      if (this.#isEscaped) this.#isEscaped = false;
      else if (byte === BACKSLASH) this.#isEscaped = true;
      else if (byte === QUOTE) this.#isString = false;
      return;
    }
    this.#number = isOfNumber(byte) ? this.#number + 1 : 0;
    if (this.#number > MAX_NUMBER) throw new Violation(`a number has more than ${MAX_NUMBER} characters`);
    if (byte === QUOTE) this.#isString = true;
    else if (byte === 0x7b || byte === 0x5b) this.#depth += 1;
    else if (byte === 0x7d || byte === 0x5d) this.#depth -= 1;
    if (this.#depth > MAX_DEPTH) throw new Violation(`a value is nested deeper than ${MAX_DEPTH}`);
  }
}

function parse(bytes: Uint8Array): unknown {
  let text = "";
  try {
    text = utf8.decode(bytes);
    return JSON.parse(text);
  } catch {
    throw new Violation("a value is no JSON", text.slice(0, 200));
  }
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** Digits, signs, the point and the exponent's letter. */
function isOfNumber(byte: number): boolean {
  return (
    (byte >= 0x30 && byte <= 0x39) ||
    byte === 0x2b ||
    byte === 0x2d ||
    byte === 0x2e ||
    (byte | 0x20) === 0x65
  );
}
