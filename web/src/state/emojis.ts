/** The names of emojis, for ":name": loaded when the first one is typed. */

import type { State } from "../../../sdk/src/state.ts";
import { hasShortcode, spelledOut } from "./shortcodes.ts";

/** Whoever waits to send must not wait longer for names. */
const LOAD_MILLIS = 3_000;

const PICTURE = /^\p{RGI_Emoji}$/v;
const AS_PICTURE = "\u{FE0F}";

let names: Promise<ReadonlyMap<string, string>> | null = null;
let loaded: ReadonlyMap<string, string> | null = null;

/** Characters by name; empty when they cannot be loaded now. */
export function emojiNames(): Promise<ReadonlyMap<string, string>> {
  names ??= load().catch(() => {
    names = null;
    return new Map();
  });
  return names;
}

/** Whether a text can be spelled out now: it has no names, or they are known. */
export function isSpellable(text: string): boolean {
  return loaded !== null || !hasShortcode(text);
}

/** A text as it is sent: with the emojis that it names. Names that are not loaded yet stay as they are. */
export function withEmojis(known: State, text: string): string {
  if (!hasShortcode(text)) return text;
  const own = new Map(Object.values(known.emojis).map(({ name, id }) => [name, id]));
  return spelledOut(text, own, loaded ?? new Map());
}

async function load(): Promise<ReadonlyMap<string, string>> {
  const signal = AbortSignal.timeout(LOAD_MILLIS);
  const response = await fetch("/emoji/en/shortcodes-emojibase.json", { signal });
  const codes = (await response.json()) as Readonly<Record<string, string | readonly string[]>>;
  loaded = new Map(
    Object.entries(codes).flatMap(([hex, said]) => {
      const character = pictured(
        String.fromCodePoint(...hex.split("-").map((part) => Number.parseInt(part, 16))),
      );
      return [said].flat().map((name) => [name, character] as const);
    }),
  );
  return loaded;
}

/** The list has "❤" without the sign that makes it a picture. */
function pictured(character: string): string {
  return !PICTURE.test(character) && PICTURE.test(character + AS_PICTURE)
    ? character + AS_PICTURE
    : character;
}
