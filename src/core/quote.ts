/** What a reply shows of the message it answers. */

import { parseMarkup, plainText } from "./markup.ts";
import type { Message, Quote } from "./model/messages.ts";

const QUOTE_CODE_POINTS = 200;

/** As much of a text as is looked at for a quote, in code units: markup takes some of it. */
const LOOKED_AT = 1_000;

/** The beginning of a message as plain text: half a spoiler would show what it hides. */
export function quoteOf({
  id,
  author,
  text,
  deleted,
  n,
  nonce,
  created,
}: Pick<Message, "id" | "author" | "text" | "deleted" | "n" | "nonce" | "created">): Quote {
  return {
    id,
    author,
    text: deleted === null ? firstCodePoints(shown(text), QUOTE_CODE_POINTS) : "",
    deleted: deleted !== null,
    deletedAt: deleted,
    n,
    nonce,
    created,
  };
}

function firstCodePoints(text: string, count: number): string {
  // Code units never number fewer than code points, so short texts need no counting.
  return text.length <= count ? text : [...text.slice(0, count * 2)].slice(0, count).join("");
}

function shown(text: string): string {
  // Most texts have no markup, and a quote is made for every reply that is read.
  if (!/[*_~|`<[\\>]/.test(text)) return text;
  // A spoiler may end late.
  return plainText(parseMarkup(text.includes("||") ? text : text.slice(0, LOOKED_AT)));
}
