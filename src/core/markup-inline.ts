/**
 * The markup within lines: one pass from left to right over a stack of what is open. Each delimiter is open
 * at most once, which bounds the depth; what is still open at the end was no markup.
 */

import type { Markup, Meter, Span, Wrapping } from "./markup.ts";
import { closersIn } from "./markup-code.ts";
import { addSpan, addText, withoutLinks } from "./markup-spans.ts";

/** Longer before shorter: the first that fits is taken. */
const WRAPPINGS: readonly (readonly [delimiter: string, type: Wrapping])[] = [
  ["**", "bold"],
  ["__", "underline"],
  ["~~", "strike"],
  ["||", "spoiler"],
  ["*", "italic"],
  ["_", "italic"],
];

const TYPES: ReadonlyMap<string, Wrapping> = new Map(WRAPPINGS);

/** What can begin something; all else is text. */
const SPECIAL = /[\\`*_~|[\]<@#:h]/;

// Each is tried where its first character stands, and looks at a bounded number of characters.
const ID_TOKEN = /<(@&|@|#|!)(\d{1,16})>/y;
const EMOJI_TOKEN = /<?:([a-z0-9_]{2,32}):(\d{1,16})(?!\d)(>?)/y;
const HANDLE = /@([\p{L}\p{N}_-]{2,32})(?![\p{L}\p{N}_-])/uy;
const ROOM_NAME = /#([\p{L}\p{N}_-]{1,64})(?![\p{L}\p{N}_-])/uy;
const TOKEN_STEPS = 80;

const WORD = /[\p{L}\p{N}_]/u;
const SPACE = /\s/;
const ESCAPABLE = /[!-/:-@[-`{-~]/;
/** What an address cannot hold: white space, control characters, and what has a meaning in HTML. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it excludes
const NOT_IN_URL = /[\s\u0000-\u0020\u007f-\u009f"<>\\^`{|}]/;
/** At the end of an address these belong to the sentence. */
const SENTENCE_END = /[.,:;!?'*_~]/;

/** Longest address of a link, in code units. */
export const MAX_URL = 2_048;

interface Open {
  /** "" for the bottom. */
  readonly delimiter: string;
  readonly spans: Span[];
}

/** Reads one text. */
export class Inline {
  readonly #source: string;
  readonly #meter: Meter;
  readonly #stack: Open[] = [{ delimiter: "", spans: [] }];
  #at = 0;
  /** Where the text begins that was not yet put into the tree. */
  #textFrom = 0;

  constructor(source: string, meter: Meter) {
    this.#source = source;
    this.#meter = meter;
  }

  read(): Markup {
    while (this.#at < this.#source.length) {
      this.#meter.steps += 1;
      const char = this.#source[this.#at] ?? "";
      if (!SPECIAL.test(char) || !this.#take(char)) this.#at += 1;
    }
    this.#flush();
    this.#closeDownTo(0);
    return this.#stack[0]?.spans ?? [];
  }

  /** Puts what stands here into the tree and goes on after it; false when it is text. */
  #take(char: string): boolean {
    switch (char) {
      case "\\":
        return this.#escape();
      case "`":
        return this.#code();
      case "[":
        return this.#openBracket();
      case "]":
        return this.#closeBracket();
      case "<":
        return this.#idToken() || this.#emoji();
      case ":":
        return !this.#afterWord() && this.#emoji();
      case "@":
        return !this.#afterWord("<") && this.#handle();
      case "#":
        return !this.#afterWord("<") && this.#roomName();
      case "h":
        return !this.#afterWord() && this.#bareLink();
      default:
        return this.#wrapping();
    }
  }

  #escape(): boolean {
    const next = this.#source[this.#at + 1] ?? "";
    if (!ESCAPABLE.test(next)) return false;
    this.#flush();
    this.#textFrom = this.#at + 1;
    this.#at += 2;
    return true;
  }

  /** A run of backticks, and the next run of the same length on the line. */
  #code(): boolean {
    this.#closers ??= closersIn(this.#source, this.#meter);
    const start = this.#at;
    const length = this.#run(start, "`");
    const end = this.#closers.get(start);
    if (end === undefined) this.#at = start + length;
    else this.#put({ type: "code", text: this.#source.slice(start + length, end) }, end + length);
    return true;
  }

  #closers: ReadonlyMap<number, number> | null = null;

  #openBracket(): boolean {
    const open = this.#stack.findIndex(({ delimiter }) => delimiter === "[");
    this.#flush();
    if (open !== -1) this.#closeDownTo(open);
    this.#push("[");
    return true;
  }

  /** "](address)" after an open bracket. */
  #closeBracket(): boolean {
    const open = this.#stack.findIndex(({ delimiter }) => delimiter === "[");
    if (open === -1 || this.#source[this.#at + 1] !== "(") return false;
    const from = this.#at + 2;
    const end = this.#urlEnd(from, true);
    const url = this.#source.slice(from, end);
    if (this.#source[end] !== ")" || !isAddress(url)) return false;
    this.#flush();
    this.#closeDownTo(open + 1);
    const { spans } = this.#stack.pop() ?? { spans: [] };
    const children = withoutLinks(spans);
    if (children.length === 0) children.push({ type: "text", text: url });
    this.#put({ type: "link", url, children }, end + 1);
    return true;
  }

  #bareLink(): boolean {
    const source = this.#source;
    const scheme = ["http://", "https://"].find((one) => source.startsWith(one, this.#at));
    // Looked at before the rest is read, so that what is no link is not read again and again.
    if (scheme === undefined || /[/?#]/.test(source[this.#at + scheme.length] ?? "/")) return false;
    let end = this.#urlEnd(this.#at, false);
    while (end > this.#at && SENTENCE_END.test(source[end - 1] ?? "")) end -= 1;
    const url = source.slice(this.#at, end);
    if (!isAddress(url)) return false;
    this.#put({ type: "link", url, children: [{ type: "text", text: url }] }, end);
    return true;
  }

  /** Where an address ends; brackets must be balanced in a bare one and do not occur in another. */
  #urlEnd(from: number, inBrackets: boolean): number {
    let depth = 0;
    let end = from;
    for (; end < this.#source.length && end - from < MAX_URL; end += 1) {
      this.#meter.steps += 1;
      const char = this.#source[end] ?? "";
      if (NOT_IN_URL.test(char)) break;
      if (inBrackets && (char === "(" || char === ")")) break;
      if (char === "(") depth += 1;
      if (char === ")" && --depth < 0) break;
    }
    return end;
  }

  #idToken(): boolean {
    const [whole, sign, digits] = this.#match(ID_TOKEN) ?? [];
    const id = Number(digits);
    if (whole === undefined || !isId(id)) return false;
    const type = sign === "@" ? "user" : sign === "@&" ? "role" : sign === "#" ? "room" : "message";
    this.#put({ type, id }, this.#at + whole.length);
    return true;
  }

  #emoji(): boolean {
    const [whole, name, digits, end] = this.#match(EMOJI_TOKEN) ?? [];
    const id = Number(digits);
    if (whole === undefined || name === undefined || !isId(id)) return false;
    const closed = end === ">";
    const bracketed = whole.startsWith("<");
    if (bracketed && !closed) return false;
    this.#put({ type: "emoji", name, id }, this.#at + whole.length - (closed && !bracketed ? 1 : 0));
    return true;
  }

  #handle(): boolean {
    const [whole, name] = this.#match(HANDLE) ?? [];
    if (whole === undefined || name === undefined) return false;
    const handle = name.normalize("NFC").toLowerCase();
    const span: Span =
      handle === "everyone" || handle === "here" ? { type: handle } : { type: "handle", handle };
    this.#put(span, this.#at + whole.length);
    return true;
  }

  #roomName(): boolean {
    const [whole, name] = this.#match(ROOM_NAME) ?? [];
    if (whole === undefined || name === undefined) return false;
    this.#put({ type: "room_name", name }, this.#at + whole.length);
    return true;
  }

  #wrapping(): boolean {
    const run = this.#run(this.#at, this.#source[this.#at] ?? "", 4);
    const top = this.#stack.at(-1)?.delimiter ?? "";
    // In "***both***" the inner one, opened last, closes first.
    const inner = run === 3 && top.length === 1 && this.#source[this.#at] === top ? top : null;
    const delimiter = inner ?? WRAPPINGS.find(([one]) => this.#source.startsWith(one, this.#at))?.[0];
    if (delimiter === undefined) return false;
    const after = this.#source[this.#at + delimiter.length] ?? "";
    const before = this.#source[this.#at - 1] ?? "";
    const inWord = delimiter.startsWith("_");
    const open = this.#stack.findIndex((one) => one.delimiter === delimiter);
    const closes = before !== "" && !SPACE.test(before) && !(inWord && WORD.test(after));
    const opens = after !== "" && !SPACE.test(after) && !(inWord && WORD.test(before));
    const bare = this.#stack.at(-1);
    const empty = bare?.spans.length === 0 && this.#textFrom === this.#at;
    if (open !== -1 && closes && !(open === this.#stack.length - 1 && empty)) this.#close(open, delimiter);
    else if (open === -1 && opens) {
      this.#flush();
      this.#push(delimiter);
    } else this.#at += delimiter.length;
    return true;
  }

  #close(open: number, delimiter: string): void {
    this.#flush();
    this.#closeDownTo(open + 1);
    const children = this.#stack.pop()?.spans ?? [];
    const type = TYPES.get(delimiter) ?? "italic";
    this.#put({ type, children }, this.#at + delimiter.length);
  }

  #push(delimiter: string): void {
    this.#stack.push({ delimiter, spans: [] });
    this.#at += delimiter.length;
    this.#textFrom = this.#at;
  }

  /** What is open from this height on was no markup: its delimiters are text. */
  #closeDownTo(height: number): void {
    while (this.#stack.length > Math.max(height, 1)) {
      const open = this.#stack.pop();
      const below = this.#stack.at(-1);
      if (open === undefined || below === undefined) return;
      this.#meter.steps += open.spans.length + 1;
      addText(below.spans, open.delimiter);
      for (const span of open.spans) addSpan(below.spans, span);
    }
  }

  #put(span: Span, goOn: number): void {
    this.#flush();
    this.#stack.at(-1)?.spans.push(span);
    this.#at = goOn;
    this.#textFrom = goOn;
  }

  /** Puts the text read so far into the tree. */
  #flush(): void {
    const text = this.#source.slice(this.#textFrom, this.#at);
    this.#textFrom = this.#at;
    const spans = this.#stack.at(-1)?.spans;
    if (spans !== undefined) addText(spans, text);
  }

  #match(token: RegExp): RegExpExecArray | null {
    this.#meter.steps += TOKEN_STEPS;
    token.lastIndex = this.#at;
    return token.exec(this.#source);
  }

  #run(from: number, char: string, most = Number.POSITIVE_INFINITY): number {
    let length = 0;
    while (length < most && this.#source[from + length] === char) length += 1;
    this.#meter.steps += length;
    return length;
  }

  /** Whether what stands here belongs to a word, or to something else that began before. */
  #afterWord(other = ""): boolean {
    const before = this.#source[this.#at - 1] ?? "";
    return before !== "" && (before === other || WORD.test(before));
  }
}

function isId(id: number): boolean {
  return Number.isSafeInteger(id) && id > 0;
}

function isAddress(url: string): boolean {
  return /^(?:https?:\/\/[^/?#]|mailto:[^?]*@)/i.test(url);
}
