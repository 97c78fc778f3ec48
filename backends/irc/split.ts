/** Long lines in pieces that fit: never inside a character, at a space where one is near. */

import { codesBetween, type Run } from "./format.ts";

/** A space this near to the end, in bytes, is where a line is broken. */
const NEAR = 60;

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** One character as it is seen, and how it looks. */
interface Mark {
  readonly text: string;
  readonly style: number;
}

/**
 * A line as pieces of at most `limit` bytes of UTF-8 each, codes included; each begins without a style, as
 * every line does. A character that alone is larger is broken into code points. `limit` is at least 32.
 */
export function splitLine(runs: readonly Run[], limit: number): string[] {
  const marks = runs.flatMap(({ text, style }) =>
    marksOf(text, limit).map((mark) => ({ text: mark, style })),
  );
  const pieces: string[] = [];
  let start = 0;
  while (start < marks.length) {
    const end = endOf(marks, start, limit);
    pieces.push(encode(marks.slice(start, end)));
    start = end;
  }
  return pieces;
}

/** The mark behind the last one that fits into a piece which begins at `start`. */
function endOf(marks: readonly Mark[], start: number, limit: number): number {
  let bytes = 0;
  let style = 0;
  let space = -1;
  let spaceAt = 0;
  for (let i = start; i < marks.length; i++) {
    const { text, style: next } = marks[i] ?? { text: "", style: 0 };
    bytes += codesBetween(style, next).length + Buffer.byteLength(text);
    style = next;
    if (bytes > limit) return space > start && bytes - spaceAt < NEAR ? space : i;
    if (text !== " ") continue;
    space = i + 1;
    spaceAt = bytes;
  }
  return marks.length;
}

function encode(marks: readonly Mark[]): string {
  let style = 0;
  let line = "";
  for (const mark of marks) {
    line += codesBetween(style, mark.style) + mark.text;
    style = mark.style;
  }
  return line;
}

function marksOf(text: string, limit: number): string[] {
  // A code for each style may stand before it.
  const most = limit - 4;
  return [...graphemes.segment(text)].flatMap(({ segment }) =>
    Buffer.byteLength(segment) > most ? [...segment] : [segment],
  );
}
