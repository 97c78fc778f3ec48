import { expect, test } from "bun:test";
import { toEmoji } from "./emoji.ts";

// What the line shows, the text, its one spelling.
const texts = [
  ["a face", "😀", "😀"],
  ["a skin tone", "👍🏽", "👍🏽"],
  ["a family", "👨‍👩‍👧‍👦", "👨‍👩‍👧‍👦"],
  ["a flag", "🇬🇷", "🇬🇷"],
  ["a flag of tags", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "🏴󠁧󠁢󠁳󠁣󠁴󠁿"],
  ["a keycap", "1️⃣", "1️⃣"],
  ["drawn as text by default: the selector is added", "❤", "❤️"],
  ["the same with its selector", "❤️", "❤️"],
  ["a selector that says nothing", "👍\uFE0F", "👍"],
  ["one before a skin tone", "☝\uFE0F🏻", "☝🏻"],
  ["one behind a skin tone", "👍🏻\uFE0F", "👍🏻"],
  ["a keycap without it", "1\u20E3", "1\uFE0F\u20E3"],
  ["a sequence without it", "🏳\u200D🌈", "🏳\uFE0F\u200D🌈"],
  ["a sequence with one of two", "👁\uFE0F\u200D🗨", "👁\uFE0F\u200D🗨\uFE0F"],
  ["a sequence with a tone and without it", "🕵🏻\u200D♀", "🕵🏻\u200D♀\uFE0F"],
  ["a mark that is text by default", "©", "©\uFE0F"],
  ["the selector alone", "\uFE0F", null],
  ["the selector before", "\uFE0F❤", null],
  ["the selector twice", "❤\uFE0F\uFE0F", null],
  ["the text selector", "❤\uFE0E", null],
  ["a digit with it", "1\uFE0F", null],
  ["two", "😀😀", null],
  ["with a space", "😀 ", null],
  ["a letter", "a", null],
  ["a digit", "1", null],
  ["a name", ":smile:", null],
  ["nothing", "", null],
  ["half a flag", "🇬", null],
  ["half a pair", "\ud83d", null],
  ["very long", "😀".repeat(1_000), null],
] as const;

for (const [name, text, expected] of texts) {
  test(name, () => expect(toEmoji(text)).toBe(expected));
}
