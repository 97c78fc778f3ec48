/** Where code within lines ends. */

import type { Meter } from "./markup.ts";

/** For each run of backticks the next run of the same length on its line, both by where they begin. */
export function closersIn(source: string, meter: Meter): Map<number, number> {
  const closers = new Map<number, number>();
  let next = new Map<number, number>();
  meter.steps += source.length;
  for (let end = source.length; end > 0; ) {
    const char = source[end - 1];
    let start = end - 1;
    if (char === "\n") next = new Map();
    if (char === "`") {
      while (start > 0 && source[start - 1] === "`") start -= 1;
      const closer = next.get(end - start);
      if (closer !== undefined) closers.set(start, closer);
      next.set(end - start, start);
    }
    end = start;
  }
  return closers;
}
