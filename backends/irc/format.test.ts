import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { Content } from "../sdk/wire.ts";
import { type Names, parseLine, plainLine, type Run, toContent, toLines } from "./format.ts";
import { splitLine } from "./split.ts";

const names: Names = { user: (id) => `@${id}`, room: (id) => id };

// What stands on the network, what it means.
const lines: readonly (readonly [string, Content])[] = [
  ["hello", { type: "Text", value: "hello" }],
  ["\x02hi\x02", { type: "Bold", value: { type: "Text", value: "hi" } }],
  ["\x02\x1dhi", { type: "Bold", value: { type: "Italic", value: { type: "Text", value: "hi" } } }],
  ["\x0304,12red\x03", { type: "Text", value: "red" }],
  ["\x03042 of them", { type: "Text", value: "2 of them" }],
  ["\x04ff0000red", { type: "Text", value: "red" }],
  ["\x11code\x11 \x16turned\x16", { type: "Text", value: "code turned" }],
  [
    "a\x1fb\x0fc",
    {
      type: "Concat",
      value: [
        { type: "Text", value: "a" },
        { type: "Underline", value: { type: "Text", value: "b" } },
        { type: "Text", value: "c" },
      ],
    },
  ],
  [
    "see https://example.org/a_b, please",
    {
      type: "Concat",
      value: [
        { type: "Text", value: "see " },
        { type: "UrlLink", value: "https://example.org/a_b" },
        { type: "Text", value: ", please" },
      ],
    },
  ],
  ["*not* _markup_", { type: "Text", value: "*not* _markup_" }],
];

describe("from the network", () => {
  for (const [line, content] of lines) test(plainLine(line), () => expect(toContent(line)).toEqual(content));
});

const words: readonly (readonly [string, Content, string[]])[] = [
  ["a style", { type: "Crossout", value: { type: "Text", value: "gone" } }, ["\x1egone"]],
  ["lines", { type: "Text", value: "one\r\ntwo\n\nthree" }, ["one", "two", "three"]],
  ["a server's emoji", { type: "Emote", value: "party_cat" }, [":party_cat:"]],
  ["an emoji", { type: "Emote", value: "👍" }, ["👍"]],
  ["a mention", { type: "UserLink", value: "ann" }, ["@ann"]],
  ["a command", { type: "Text", value: "x\r\nQUIT :ha\x00\x01" }, ["x", "QUIT :ha"]],
  ["codes in text", { type: "Text", value: "\x02b\x0304,05c\x01" }, ["b04,05c"]],
];

describe("to the network", () => {
  for (const [name, content, expected] of words) {
    test(name, () =>
      expect(toLines(content, names).flatMap((line) => splitLine(line, 400))).toEqual(expected),
    );
  }
});

const STYLE_CODES = ["\x02", "\x1d", "\x1f", "\x1e"];

const anything = fc.string({ unit: "binary", maxLength: 300 });
const leaf = fc.oneof(
  fc.record({ type: fc.constantFrom("Text", "UrlLink", "Emote", "UserLink", "RoomLink"), value: anything }),
  fc.record({ type: fc.constant("Text"), value: fc.string({ unit: "grapheme", maxLength: 900 }) }),
);
const tree = fc.letrec((tie) => ({
  node: fc.oneof(
    { maxDepth: 5 },
    leaf,
    fc.record({ type: fc.constantFrom("Bold", "Italic", "Underline", "Crossout"), value: tie("node") }),
    fc.record({ type: fc.constant("Concat"), value: fc.array(tie("node"), { maxLength: 4 }) }),
  ),
})).node as fc.Arbitrary<Content>;

test("whatever is said, a piece fits, is whole characters, and holds nothing but text and styles", () => {
  fc.assert(
    fc.property(tree, fc.integer({ min: 32, max: 450 }), (content, limit) => {
      for (const line of toLines(content, names)) {
        const pieces = splitLine(line, limit);
        for (const piece of pieces) {
          expect(Buffer.byteLength(piece)).toBeLessThanOrEqual(limit);
          expect(piece.isWellFormed()).toBe(true);
          expect(STYLE_CODES.reduce((rest, code) => rest.replaceAll(code, ""), piece)).not.toMatch(/\p{Cc}/u);
        }
        // Together they say what the line said, in the same styles.
        expect(merged(pieces.flatMap(parseLine))).toEqual(merged(line));
      }
    }),
  );
});

test("whatever the network sends, its content holds no control character", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (line) => {
      expect(JSON.stringify(toContent(line))).not.toMatch(/\\u00[01][0-9a-f]|\p{Cc}/u);
    }),
  );
});

test("a line breaks at a space, and an emoji is not broken", () => {
  const text = `${"x".repeat(20)} ${"y".repeat(20)}`;
  expect(splitLine([{ text, style: 0 }], 32)).toEqual([`${"x".repeat(20)} `, "y".repeat(20)]);
  const family = "👨‍👩‍👧‍👦";
  expect(splitLine([{ text: family.repeat(3), style: 0 }], 60)).toEqual([family.repeat(2), family]);
});

function merged(runs: readonly Run[]): Run[] {
  const all: Run[] = [];
  for (const run of runs) {
    const last = all.at(-1);
    if (last?.style === run.style) all[all.length - 1] = { ...run, text: last.text + run.text };
    else all.push(run);
  }
  return all;
}
