/**
 * Markdown source as one small tree: for mentions, pushes, other networks and the clients
 * (`docs/markup.md`).
 *
 * Any text has a tree; what is not markup is text. Reading takes time in proportion to the text's length, and
 * the tree's depth is bounded. A link's address is http, https or mailto and holds no character that could
 * end an attribute of HTML; still, whoever shows a tree escapes its texts.
 */

import { Inline } from "./markup-inline.ts";
import type { Id } from "./model/ids.ts";

export type Span =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: Wrapping | "quote"; readonly children: Markup }
  | { readonly type: "code"; readonly text: string }
  | { readonly type: "code_block"; readonly text: string; readonly language: string }
  | { readonly type: "link"; readonly url: string; readonly children: Markup }
  | Mention
  | { readonly type: "emoji"; readonly name: string; readonly id: Id }
  | { readonly type: "message"; readonly id: Id };

export type Wrapping = "bold" | "italic" | "underline" | "strike" | "spoiler";

/** What is mentioned, as it was written: whether there is such a user, role or room is another question. */
export type Mention =
  | { readonly type: "user" | "role" | "room"; readonly id: Id }
  /** In lower case, composed. */
  | { readonly type: "handle"; readonly handle: string }
  | { readonly type: "room_name"; readonly name: string }
  | { readonly type: "everyone" | "here" };

export type Markup = readonly Span[];

/** Counts the characters that were looked at. */
export interface Meter {
  steps: number;
}

const FENCE = "```";
const LANGUAGE = /[\w+#.-]{1,32}(?=\n)/y;

/** The tree of a text. */
export function parseMarkup(source: string, meter: Meter = { steps: 0 }): Markup {
  const tree: Span[] = [];
  let at = 0;
  for (;;) {
    const open = find(source, FENCE, at, meter);
    const close = open === -1 ? -1 : find(source, FENCE, open + FENCE.length, meter);
    if (close === -1) break;
    parseLines(source.slice(at, open), tree, meter);
    tree.push(codeBlock(source.slice(open + FENCE.length, close)));
    at = close + FENCE.length;
    if (source[at] === "\n") at += 1;
  }
  parseLines(source.slice(at), tree, meter);
  return tree;
}

function find(source: string, what: string, from: number, meter: Meter): number {
  const at = source.indexOf(what, from);
  meter.steps += (at === -1 ? source.length : at) - from + 1;
  return at;
}

function codeBlock(inside: string): Span {
  LANGUAGE.lastIndex = 0;
  const language = LANGUAGE.exec(inside)?.[0] ?? "";
  const text = inside.slice(language.length).replace(/^\n/, "");
  return { type: "code_block", text: text.endsWith("\n") ? text.slice(0, -1) : text, language };
}

/** Lines that begin with "> " make a quote; the others are read together, for markup may span lines. */
function parseLines(text: string, into: Span[], meter: Meter): void {
  if (text === "") return;
  let gathered: string[] = [];
  let quoted = false;
  const flush = (): void => {
    if (gathered.length === 0) return;
    const spans = new Inline(gathered.join("\n"), meter).read();
    if (quoted) into.push({ type: "quote", children: spans });
    else into.push(...spans);
    gathered = [];
  };
  meter.steps += text.length;
  for (const line of text.split("\n")) {
    const isQuote = line === ">" || line.startsWith("> ");
    if (isQuote !== quoted) flush();
    quoted = isQuote;
    gathered.push(isQuote ? line.slice(2) : line);
  }
  flush();
}

/** The mentions of a tree, in the order in which they were written, repeated ones too. */
export function mentionsIn(tree: Markup): Mention[] {
  const found: Mention[] = [];
  const walk = (spans: Markup): void => {
    for (const span of spans) {
      if ("children" in span) walk(span.children);
      else if (isMention(span)) found.push(span);
    }
  };
  walk(tree);
  return found;
}

const MENTIONS: ReadonlySet<string> = new Set([
  "user",
  "handle",
  "role",
  "room",
  "room_name",
  "everyone",
  "here",
] satisfies Mention["type"][]);

function isMention(span: Span): span is Mention {
  return MENTIONS.has(span.type);
}

/** What stands in a text for people when markup cannot be shown. Spoilers stay hidden. */
export function plainText(tree: Markup): string {
  return tree.map(plain).join("");
}

function plain(span: Span): string {
  switch (span.type) {
    case "text":
    case "code":
      return span.text;
    case "code_block":
      return `${span.text}\n`;
    case "spoiler":
      return "▒▒▒";
    case "quote":
      return `“${plainText(span.children)}” `;
    case "link": {
      const text = plainText(span.children);
      return text === span.url ? text : `${text} (${span.url})`;
    }
    case "user":
      return `<@${span.id}>`;
    case "role":
      return `<@&${span.id}>`;
    case "room":
      return `<#${span.id}>`;
    case "message":
      return `<!${span.id}>`;
    case "handle":
      return `@${span.handle}`;
    case "room_name":
      return `#${span.name}`;
    case "everyone":
    case "here":
      return `@${span.type}`;
    case "emoji":
      return `:${span.name}:`;
    default:
      return plainText(span.children);
  }
}
