/**
 * Formatting, both ways: the control codes of IRC (https://modern.ircdocs.horse/formatting) and content.
 *
 * Colours, reverse and monospace have no word in content, and only their text crosses.
 */

import { emoteText } from "../sdk/content.ts";
import type { Content } from "../sdk/wire.ts";

/** Styles that both sides know, the code that turns each on and off, and its node. */
const STYLES = [
  { code: "\x02", node: "Bold", bit: 1 },
  { code: "\x1d", node: "Italic", bit: 2 },
  { code: "\x1f", node: "Underline", bit: 4 },
  { code: "\x1e", node: "Crossout", bit: 8 },
] as const;

/** Colour by number, colour by hex digits, and the codes without a number. */
const CODES = new RegExp(
  [`${"\x03"}(?:\\d{1,2}(?:,\\d{1,2})?)?`, `${"\x04"}(?:[0-9a-f]{6}(?:,[0-9a-f]{6})?)?`, "\\p{Cc}"].join("|"),
  "giu",
);

const URL = /https?:\/\/[^\s<>"]*[^\s<>".,:;!?')\]]/giu;

/** Text of one style; `style` adds up the styles' bits. */
export interface Run {
  readonly text: string;
  readonly style: number;
}

/** What links are called in text. */
export interface Names {
  user(id: string): string;
  room(id: string): string;
}

/** A line from the network as content. */
export function toContent(line: string): Content {
  const runs = parseLine(line);
  const parts = runs.flatMap(({ text, style }) => linked(text).map((part) => styled(part, style)));
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : { type: "Concat", value: parts };
}

/** A line from the network without any code. */
export function plainLine(line: string): string {
  return line.replaceAll(CODES, "");
}

/** The runs of a line from the network. */
export function parseLine(line: string): Run[] {
  const runs: Run[] = [];
  let style = 0;
  let at = 0;
  const add = (end: number): void => {
    const text = line.slice(at, end);
    const last = runs.at(-1);
    if (text === "") return;
    if (last?.style === style) runs[runs.length - 1] = { text: last.text + text, style };
    else runs.push({ text, style });
  };
  for (const match of line.matchAll(CODES)) {
    add(match.index);
    at = match.index + match[0].length;
    if (match[0] === "\x0f") style = 0;
    style ^= STYLES.find(({ code }) => code === match[0])?.bit ?? 0;
  }
  add(line.length);
  return runs;
}

function linked(text: string): Content[] {
  const parts: Content[] = [];
  let at = 0;
  for (const { 0: url, index } of text.matchAll(URL)) {
    if (index > at) parts.push({ type: "Text", value: text.slice(at, index) });
    parts.push({ type: "UrlLink", value: url });
    at = index + url.length;
  }
  if (at < text.length) parts.push({ type: "Text", value: text.slice(at) });
  return parts;
}

function styled(content: Content, style: number): Content {
  return STYLES.reduceRight<Content>(
    (inner, { node, bit }) => ((style & bit) === 0 ? inner : { type: node, value: inner }),
    content,
  );
}

/** Content as lines of runs. No run holds a control character: no code and no command can be smuggled in. */
export function toLines(content: Content, names: Names): Run[][] {
  const lines: Run[][] = [[]];
  const add = (written: string, style: number): void => {
    const [first = "", ...others] = written.replaceAll(/\r\n?/g, "\n").split("\n").map(clean);
    const last = lines.at(-1);
    if (first !== "") last?.push({ text: first, style });
    for (const line of others) lines.push(line === "" ? [] : [{ text: line, style }]);
  };
  const walk = (node: Content, style: number): void => {
    switch (node.type) {
      case "Concat":
        for (const one of node.value) walk(one, style);
        return;
      case "Bold":
      case "Italic":
      case "Underline":
      case "Crossout":
        walk(node.value, style | (STYLES.find((one) => one.node === node.type)?.bit ?? 0));
        return;
      case "Emote":
        return add(emoteText(node.value), style);
      case "UserLink":
        return add(names.user(node.value), style);
      case "RoomLink":
        return add(names.room(node.value), style);
      case "MessageLink":
        return add("(a message)", style);
      default:
        add(node.value, style);
    }
  };
  walk(content, 0);
  return lines.filter((line) => line.some(({ text }) => text.trim() !== ""));
}

/** Without control characters, of either range. */
export function clean(text: string): string {
  return text.toWellFormed().replaceAll(/\p{Cc}|[\u2028\u2029]/gu, "");
}

/** The codes that lead from one style to another. */
export function codesBetween(from: number, to: number): string {
  return STYLES.filter(({ bit }) => ((from ^ to) & bit) !== 0)
    .map(({ code }) => code)
    .join("");
}
