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
