/**
 * What a page says of itself in its head: Open Graph (ogp.me), Twitter's cards, or its plain title and description.
 *
 * Everything in it was written by somebody else: texts are freed of what cannot be shown and cut, and the description,
 * which stands where Markdown is read, is escaped.
 */

import { escapeMarkup } from "../core/markup-escape.ts";
import type { Page } from "../core/model/messages.ts";
import { MAX_PAGE_DESCRIPTION, MAX_PAGE_TITLE, MAX_SITE_NAME } from "../core/previews.ts";
import { decodeEntities } from "./entities.ts";

/** How far a page is looked at for its encoding, in bytes, as browsers do. */
const SNIFFED_BYTES = 1_024;
/** Longest text of a title or of a `meta` that is looked at, in code units. */
const MAX_RAW = 4_096;
/** A picture at least so wide is shown large. */
const LARGE_WIDTH = 400;

/** What of the head is kept while it is read: the first of each. */
type Facts = Map<string, string>;

const WANTED: ReadonlySet<string> = new Set([
  "og:title",
  "og:description",
  "og:site_name",
  "og:image",
  "og:image:url",
  "og:image:secure_url",
  "og:image:width",
  "twitter:title",
  "twitter:description",
  "twitter:image",
  "twitter:image:src",
  "twitter:card",
  "description",
]);

/** A picture's address as the page has it, or "". */
export type PageFacts = Omit<Page, "image"> & { readonly picture: string };

/** What the page says; null when it is nothing worth showing. `type` is what was said of its type. */
export async function readPage(body: Uint8Array, type: string): Promise<PageFacts | null> {
  const facts = await factsOf(decoded(body, type));
  const first = (...names: readonly string[]): string =>
    names.map((name) => facts.get(name) ?? "").find((text) => text.trim() !== "") ?? "";
  const title = cleaned(first("og:title", "twitter:title", "title"), MAX_PAGE_TITLE);
  const said = cleaned(first("og:description", "twitter:description", "description"), MAX_PAGE_DESCRIPTION);
  const picture = first(
    "og:image:secure_url",
    "og:image",
    "og:image:url",
    "twitter:image",
    "twitter:image:src",
  ).trim();
  if (title === "" && said === "") return null;
  return {
    title,
    // An escaped character takes two.
    description: escapeMarkup(said),
    siteName: cleaned(first("og:site_name"), MAX_SITE_NAME),
    picture: picture.startsWith("data:") ? "" : picture,
    large: first("twitter:card") === "summary_large_image" || Number(first("og:image:width")) >= LARGE_WIDTH,
  };
}

/** The text in the encoding that the bytes, the answer or the page itself names; else it is UTF-8. */
function decoded(body: Uint8Array, type: string): string {
  return decoderOf(markOf(body) ?? charsetIn(type) ?? declared(body) ?? "utf-8").decode(body);
}

function markOf([first, second]: Uint8Array): string | null {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : null;
}

function declared(body: Uint8Array): string | null {
  const start = String.fromCharCode(...body.subarray(0, SNIFFED_BYTES));
  for (const [tag] of start.matchAll(/<meta[^>]{0,200}/gi)) {
    const charset = charsetIn(tag);
    if (charset !== null) return charset;
  }
  return null;
}

function charsetIn(text: string): string | null {
  return /charset\s*=\s*["']?([\w:.-]{1,40})/i.exec(text)?.[1] ?? null;
}

function decoderOf(label: string): { decode(bytes: Uint8Array): string } {
  try {
    return new TextDecoder(label as Bun.Encoding);
  } catch {
    return new TextDecoder();
  }
}

async function factsOf(html: string): Promise<Facts> {
  const facts: Facts = new Map();
  let title = "";
  const note = (name: string, text: string): void => {
    if (!facts.has(name)) facts.set(name, decodeEntities(text.slice(0, MAX_RAW)));
  };
  const rewriter = new HTMLRewriter()
    .on("meta", {
      element(tag) {
        const name = (tag.getAttribute("property") ?? tag.getAttribute("name") ?? "").trim().toLowerCase();
        if (WANTED.has(name)) note(name, tag.getAttribute("content") ?? "");
      },
    })
    // A picture drawn in the page may have titles of its own.
    .on("head > title", {
      text(chunk) {
        if (title.length < MAX_RAW) title += chunk.text;
      },
    });
  await rewriter.transform(new Response(html)).arrayBuffer();
  note("title", title);
  return facts;
}

/** One line of what can be shown, and no more than so much of it. */
function cleaned(text: string, most: number): string {
  // Controls, what turns the direction of the text around it, and what takes no room.
  const line = text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ")
    .replace(/[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g, "")
    .trim();
  if (line.length <= most) return line;
  return `${line
    .slice(0, most - 1)
    .toWellFormed()
    .replace(/\ufffd$/, "")
    .trimEnd()}…`;
}
