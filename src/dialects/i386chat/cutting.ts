/** What does not fit a frame is cut, never inside a character, or told in several (`docs/protocols/i386chat.md` section 1). */

import { bytesOf } from "./codec.ts";
import { MAX_FRAME_BYTES } from "./wire.ts";

const characters = new Intl.Segmenter();

export function fits(frame: string): boolean {
  // A code unit takes one to three bytes.
  return (
    frame.length * 3 <= MAX_FRAME_BYTES ||
    (frame.length <= MAX_FRAME_BYTES && bytesOf(frame) <= MAX_FRAME_BYTES)
  );
}

/** A text, or as much of its beginning as there was room for. */
export interface Cut {
  readonly text: string;
  readonly truncated: boolean;
}

/** The frame that `build` makes of the text, or of as much of its beginning as fits: then `truncated` is true. */
export function fitting(text: string, build: (text: string, truncated: boolean) => string): string {
  const cut = cutToFit(text, build);
  return build(cut.text, cut.truncated);
}

/** As much of a text as fits. Throws when a frame does not fit with an empty text: that is our bug. */
export function cutToFit(text: string, build: (text: string, truncated: boolean) => string): Cut {
  if (fits(build(text, false))) return { text, truncated: false };
  if (!fits(build("", true))) throw new Error("A frame does not fit even without its text");
  // How many code units fit: `low` do, `high` do not.
  let [low, high] = [0, Math.min(text.length, MAX_FRAME_BYTES)];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (fits(build(text.slice(0, middle), true))) low = middle;
    else high = middle;
  }
  return { text: text.slice(0, borderOf(text, low)), truncated: true };
}

/** The last border between two characters up to a code unit; between two code points where one character is all there is. */
function borderOf(text: string, unit: number): number {
  const near = text.slice(0, MAX_FRAME_BYTES + 1);
  const character = characters.segment(near).containing(unit)?.index ?? unit;
  if (character > 0) return character;
  const inPair = unit > 0 && (text.codePointAt(unit - 1) ?? 0) > 0xffff;
  return inPair ? unit - 1 : unit;
}

/** The items in as few lists as fit, at least one, each as the frame that `build` makes of it; `more` on all but the last. */
export function split<T>(
  items: readonly T[],
  build: (items: readonly T[], more: boolean) => string,
): string[] {
  const frame = build(items, false);
  if (fits(frame) || items.length < 2) return [frame];
  const frames: string[] = [];
  let rest = items;
  for (;;) {
    const last = build(rest, false);
    if (fits(last)) return [...frames, last];
    let count = 1;
    while (count < rest.length - 1 && fits(build(rest.slice(0, count + 1), true))) count += 1;
    frames.push(build(rest.slice(0, count), true));
    rest = rest.slice(count);
  }
}
