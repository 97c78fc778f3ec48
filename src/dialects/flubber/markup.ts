/** Content as a message's source text, and back (docs/protocols/flubber.md, 2). */

import { type Markup, parseMarkup, plainText, type Span } from "../../core/markup.ts";
import { type Content, isStyled, normal, partsOf, SEPARATOR, type Style, text } from "./content.ts";

/** What the network's ids are called here: the id of ours, or null where there is none. */
export interface Inward {
  message(id: string): number | null;
  room(id: string): number | null;
  user(id: string): number | null;
  /** A server emoji by its name. */
  emoji(name: string): number | null;
}

/** What our ids are called there; where there is no such name, a text for people. */
export interface Outward {
  message(id: number): Content;
  room(id: number): Content;
  user(id: number): Content;
}

const DELIMITERS: Readonly<Record<Style, string>> = {
  Bold: "**",
  Italic: "*",
  Underline: "__",
  Crossout: "~~",
};

/** What would begin markup, a link or a quote. Handles and names of rooms stay what they are here. */
const SPECIAL = /[\\`*_~|[\]<]|^>|:(?=\/\/)|:(?=[a-z0-9_]{2,32}:\d)/gm;
/** What a delimiter is not read well beside. */
const CLINGING = /[\p{L}\p{N}*_~]/u;

/** The source text of content. */
export function toSource(content: Content, names: Inward): string {
  return write(resolved(content, names), names);
}

/** What cannot be said here becomes text first, so that it is normal together with what stands beside it. */
function resolved(content: Content, names: Inward): Content {
  const visit = (node: Content): Content => {
    if (isStyled(node)) return { type: node.type, value: visit(node.value) };
    if (node.type === "Concat") return { type: "Concat", value: node.value.map(visit) };
    return node.type === "Text" || token(node, names) !== null ? node : text(readable(node));
  };
  return normal(visit(normal(content)));
}

/** What stands for a node here, or null. */
function token({ type, value }: Content, names: Inward): string | null {
  if (typeof value !== "string") return null;
  switch (type) {
    case "MessageLink":
      return idToken("!", names.message(value));
    case "RoomLink":
      return idToken("#", names.room(value));
    case "UserLink":
      return idToken("@", names.user(value));
    case "Emote": {
      const id = names.emoji(value);
      return id === null ? null : `<:${value}:${id}>`;
    }
    case "UrlLink":
      return isLink(value, value) ? value : null;
    default:
      return null;
  }
}

function readable({ type, value }: Content): string {
  return type === "Emote" && /^\w+$/.test(String(value)) ? `:${value}:` : String(value);
}

function idToken(sign: string, id: number | null): string | null {
  return id === null ? null : `<${sign}${id}>`;
}

function isLink(source: string, url: string): boolean {
  const [only, ...more] = parseMarkup(source);
  return more.length === 0 && only?.type === "link" && only.url === url;
}

function write(content: Content, names: Inward): string {
  let out = "";
  /** A delimiter was written last. */
  let afterDelimiter = false;
  const put = (piece: string): void => {
    if (afterDelimiter && CLINGING.test(piece[0] ?? "")) out += SEPARATOR;
    out += piece;
    afterDelimiter = false;
  };
  const delimit = (delimiter: string, opens: boolean): void => {
    const clings = opens ? CLINGING.test(out.at(-1) ?? "") : /[*_~]/.test(out.at(-1) ?? "");
    if (clings) out += SEPARATOR;
    out += delimiter;
    afterDelimiter = true;
  };
  const visit = (nodes: readonly Content[]): void => {
    for (const [i, node] of nodes.entries()) {
      if (isStyled(node)) {
        delimit(DELIMITERS[node.type], true);
        const inner = partsOf(node.value);
        // A word may begin right after an opening delimiter, another delimiter may not.
        afterDelimiter = inner[0] !== undefined && isStyled(inner[0]);
        visit(inner);
        delimit(DELIMITERS[node.type], false);
      } else if (node.type === "UrlLink") put(linkText(node.value, out, nodes[i + 1]));
      else put(token(node, names) ?? String(node.value).replace(SPECIAL, "\\$&"));
    }
  };
  visit(partsOf(content));
  return out;
}

/** Bare where nothing can cling to it. */
function linkText(url: string, before: string, next: Content | undefined): string {
  const free = before === "" || /\s$/.test(before);
  if (free && next?.type === "Text" && /^\s/.test(next.value)) return url;
  if (before === "" && next === undefined) return url;
  const named = `[${url.replace(SPECIAL, "\\$&")}](${url})`;
  return isLink(named, url) ? named : url;
}

/** The content of a source text, in its normal form. */
export function toContent(source: string, names: Outward): Content {
  return normal(ofMarkup(parseMarkup(source), names));
}

function ofMarkup(markup: Markup, names: Outward): Content {
  return { type: "Concat", value: markup.map((span) => ofSpan(span, names)) };
}

function ofSpan(span: Span, names: Outward): Content {
  switch (span.type) {
    case "text":
    case "code":
      return text(span.text);
    case "code_block":
      return text(`\n${span.text}\n`);
    case "bold":
      return { type: "Bold", value: ofMarkup(span.children, names) };
    case "italic":
      return { type: "Italic", value: ofMarkup(span.children, names) };
    case "underline":
      return { type: "Underline", value: ofMarkup(span.children, names) };
    case "strike":
      return { type: "Crossout", value: ofMarkup(span.children, names) };
    case "quote":
      return text(
        plainText(span.children)
          .split("\n")
          .map((line) => `> ${line}\n`)
          .join(""),
      );
    case "link": {
      const link: Content = { type: "UrlLink", value: span.url };
      if (plainText(span.children) === span.url) return link;
      return { type: "Concat", value: [ofMarkup(span.children, names), text(" ("), link, text(")")] };
    }
    case "user":
      return names.user(span.id);
    case "room":
      return names.room(span.id);
    case "message":
      return names.message(span.id);
    case "emoji":
      return { type: "Emote", value: span.name };
    default:
      // Nothing there covers a text: who wants to read a spoiler reads it here.
      return text(plainText([span]));
  }
}
