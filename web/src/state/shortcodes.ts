/** Emojis that were typed by name, ":rocket:", as they are sent: the server's own by id, others as characters. */

import { closersIn } from "../../../src/core/markup-code.ts";

const FENCE = "```";

/** What is left as it stands: an escaped character, an address, an emoji that has its id. Then what has a name. */
const TOKEN = /\\[!-~]|https?:\/\/\S+|\]\([^\s)]*\)|<?:[a-z0-9_]{2,32}:\d+>?|:([\p{L}\p{N}_+-]{1,64}):/gu;

const WORD = /[\p{L}\p{N}_]/u;

/** Whether a text has anything that could be an emoji's name. */
export function hasShortcode(text: string): boolean {
  return /:[\p{L}\p{N}_+-]+:/u.test(text);
}

/**
 * A text with its emojis spelled out. Code and addresses stay as they are (docs/markup.md), and so does a name that
 * nothing has. `own` are the server's, by name: they go before `common`, the characters by name.
 */
export function spelledOut(
  text: string,
  own: ReadonlyMap<string, number>,
  common: ReadonlyMap<string, string>,
): string {
  const named = (name: string): string | undefined => {
    const id = own.get(name) ?? own.get(name.toLowerCase());
    return id === undefined ? common.get(name.toLowerCase()) : `<:${name.toLowerCase()}:${id}>`;
  };
  let done = "";
  let at = 0;
  for (;;) {
    const open = text.indexOf(FENCE, at);
    const close = open === -1 ? -1 : text.indexOf(FENCE, open + FENCE.length);
    if (close === -1) return done + spelledLines(text.slice(at), named);
    done += spelledLines(text.slice(at, open), named) + text.slice(open, close + FENCE.length);
    at = close + FENCE.length;
  }
}

/** A text without blocks of code; code within lines stays. */
function spelledLines(text: string, named: (name: string) => string | undefined): string {
  const closers = closersIn(text, { steps: 0 });
  let done = "";
  let at = 0;
  for (const [open, close] of [...closers].sort(([a], [b]) => a - b)) {
    if (open < at) continue; // Within the code before.
    let end = close;
    while (text[end] === "`") end += 1;
    done += spelledWords(text.slice(at, open), named) + text.slice(open, end);
    at = end;
  }
  return done + spelledWords(text.slice(at), named);
}

function spelledWords(text: string, named: (name: string) => string | undefined): string {
  return text.replace(TOKEN, (whole: string, name: string | undefined, at: number) => {
    if (name === undefined || WORD.test(text[at - 1] ?? "")) return whole;
    return named(name) ?? whole;
  });
}
