/** What the server wants said, as lines of the network: speech, and in the best readable form what IRC has no word for. */

import { concat, emoteText, plainText, text } from "../sdk/content.ts";
import type { Extra } from "../sdk/extra.ts";
import type { NewMessage } from "../sdk/wire.ts";
import type { Spoken } from "./channel.ts";
import { clean, type Names, type Run, toLines } from "./format.ts";
import { type Piece, pieceOf } from "./piece.ts";
import { splitLine } from "./split.ts";

/** Characters of an author's name, and of a quoted line. */
const MAX_NAME = 32;
const MAX_QUOTE = 80;

/** Smallest room for text: names are at most this much shorter than a line. */
const MIN_ROOM = 64;

/** What is known of the network while a message is put into lines. */
export interface Terms {
  /** Bytes that a line's text may take. */
  readonly room: number;
  readonly maxLines: number;
  readonly names: Names;
  takesTag(name: string): boolean;
  readonly canRedact: boolean;
  /** A message of the channel that is remembered. */
  find(id: string): Spoken | undefined;
}

/** The lines of a message, none where the network has nothing to say it with. */
export function sayingOf(message: NewMessage, extra: Extra, terms: Terms): Piece[] {
  const who = extra.author === undefined ? null : nameOf(extra.author.name);
  if (extra.delete_of !== undefined) {
    // What cannot be taken back is not mentioned once more.
    return terms.canRedact && isNetworkId(extra.delete_of) ? [pieceOf(0, "REDACT", extra.delete_of)] : [];
  }
  if (extra.react !== undefined) return reaction(extra.react, who, terms);

  const isAction = who !== null && plainText(message.content).startsWith("/me ");
  const speech = toLines(message.content, terms.names);
  if (isAction) speech[0] = withoutCommand(speech[0] ?? []);
  if (extra.edit_of !== undefined) speech[0] = [{ text: "* ", style: 0 }, ...(speech[0] ?? [])];
  const replied = extra.reply_to === undefined ? undefined : terms.find(extra.reply_to);
  const tags: Record<string, string> = {};
  const quotes: Run[][] = [];
  if (extra.reply_to !== undefined && terms.takesTag("draft/reply") && isNetworkId(extra.reply_to)) {
    tags["draft/reply"] = extra.reply_to;
    // For those whose client shows no replies, as people address one another there.
    if (replied !== undefined) speech[0] = [{ text: `${replied.name}: `, style: 0 }, ...(speech[0] ?? [])];
  } else if (replied !== undefined) quotes.push([{ text: quoteOf(replied), style: 0 }]);
  // Pictures of emotes are their names in the text.
  const drawn = new Set(Object.values(extra.emotes ?? {}));
  const files = message.attachments
    .filter((_, i) => !drawn.has(i))
    .map(({ mime, data }) => [{ text: `[${clean(mime).slice(0, 80)}, ${sizeOf(data)}]`, style: 0 }]);

  const before = who === null ? "" : isAction ? `\x01ACTION ${who} ` : `<${who}> `;
  const after = isAction && who !== null ? "\x01" : "";
  const room = Math.max(MIN_ROOM, terms.room - Buffer.byteLength(before + after));
  const all = [...quotes, ...speech, ...files].flatMap((line) => splitLine(line, room));
  const rest = all.length - terms.maxLines;
  const told =
    rest > 0 ? [...all.slice(0, terms.maxLines - 1), `(${rest + 1} more lines are not shown)`] : all;
  return told.map((line, i) => pieceOf(i, "PRIVMSG", before + line + after, i === 0 ? tags : {}));
}

/** An id that the network gave, not one of our own making. */
export function isNetworkId(id: string): boolean {
  return !id.startsWith("local-");
}

function reaction(react: NonNullable<Extra["react"]>, who: string | null, terms: Terms): Piece[] {
  const { to, emote, remove } = react;
  const word = remove ? "draft/unreact" : "draft/react";
  const shown = clean(emoteText(emote));
  if (isNetworkId(to) && terms.takesTag(word) && terms.takesTag("draft/reply")) {
    return [pieceOf(0, "TAGMSG", null, { [word]: shown, "draft/reply": to })];
  }
  const target = terms.find(to);
  if (remove === true || target === undefined) return [];
  const from = who === null ? "" : `<${who}> `;
  const line = splitLine(
    [{ text: `${shown} (to ${quoteOf(target).slice(2)})`, style: 0 }],
    terms.room - from.length,
  );
  return line.slice(0, 1).map((piece) => pieceOf(0, "PRIVMSG", from + piece));
}

/** A name that cannot be taken for the line's frame. */
function nameOf(name: string): string {
  const plain = clean(name).replaceAll(/[<>]/g, "").trim();
  return [...plain].slice(0, MAX_NAME).join("") || "somebody";
}

function quoteOf({ name, content }: Spoken): string {
  const line = clean(plainText(content).replaceAll("\n", " "));
  const cut = [...line];
  return `> ${name}: ${cut.length > MAX_QUOTE ? `${cut.slice(0, MAX_QUOTE).join("")}…` : line}`;
}

function withoutCommand([first, ...others]: readonly Run[]): Run[] {
  return first === undefined ? [] : [{ ...first, text: first.text.replace(/^\/me /, "") }, ...others];
}

function sizeOf(base64: string): string {
  const bytes = Math.floor((base64.length * 3) / 4);
  return bytes < 1024 ? `${bytes} bytes` : `${Math.round(bytes / 1024)} KiB`;
}

/** What somebody did, as a line of its own. */
export function doing(what: string) {
  return { type: "Italic", value: concat(text(clean(what))) } as const;
}
