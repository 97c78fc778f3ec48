/** Content: its normal form, and the way through our source text and back (docs/protocols/flubber.md, 2). */

import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { type Content, normal, readContent } from "./content.ts";
import { type Inward, type Outward, toContent, toSource } from "./markup.ts";
import { Violation } from "./violation.ts";

const text = (value: string): Content => ({ type: "Text", value });
const concat = (...value: Content[]): Content => ({ type: "Concat", value });
const bold = (value: Content): Content => ({ type: "Bold", value });
const italic = (value: Content): Content => ({ type: "Italic", value });
const underline = (value: Content): Content => ({ type: "Underline", value });

/** "m7" there is 7 here, and so on. */
const number = (id: string): number | null => (/^[mru]\d$/.test(id) ? Number(id[1]) : null);
const inward: Inward = {
  message: number,
  room: number,
  user: number,
  emoji: (name) => (name === "wave" ? 9 : null),
};
const outward: Outward = {
  message: (id) => ({ type: "MessageLink", value: `m${id}` }),
  room: (id) => ({ type: "RoomLink", value: `r${id}` }),
  user: (id) => ({ type: "UserLink", value: `u${id}` }),
};

describe("the normal form", () => {
  const rows: readonly (readonly [name: string, from: Content, to: Content])[] = [
    ["texts beside each other are one", concat(text("a"), concat(text("b"), text(""))), text("ab")],
    ["nothing at all", bold(concat()), concat()],
    [
      "a style inside itself",
      bold(concat(text("a"), italic(bold(text("b"))))),
      bold(concat(text("a"), italic(text("b")))),
    ],
    ["equal neighbours", concat(bold(text("a")), bold(text("b"))), bold(text("ab"))],
    ["white space at the edges", bold(text(" a\n")), concat(text(" "), bold(text("a")), text("\n"))],
    ["only white space", concat(text("a"), bold(text(" ")), text("b")), text("a b")],
    ["control characters", text("a\u0000b\tc\nd\u009f"), text("abc\nd")],
    ["an empty link", concat(text("a"), { type: "UrlLink", value: "" }), text("a")],
  ];
  for (const [name, from, to] of rows) test(name, () => expect(normal(from)).toEqual(to));
});

describe("as source text", () => {
  const rows: readonly (readonly [name: string, content: Content, source: string])[] = [
    ["a text", text("Hello, world!"), "Hello, world!"],
    ["what looks like markup", text("2*3*4 [x] <@1> `y`"), "2\\*3\\*4 \\[x\\] \\<@1> \\`y\\`"],
    ["styles", concat(bold(text("a")), text(" "), italic(text("b"))), "**a** *b*"],
    ["styles that touch", concat(bold(text("a")), italic(text("b"))), "**a**\u200b*b*"],
    ["underlined in a word", concat(text("a"), underline(text("b")), text("c")), "a\u200b__b__\u200bc"],
    ["a line that is no quote", text("a\n> b"), "a\n\\> b"],
    ["a link alone", { type: "UrlLink", value: "https://a.example/?b=(c)" }, "https://a.example/?b=(c)"],
    ["an address that is none", { type: "UrlLink", value: "javascript:alert(1)" }, "javascript:alert(1)"],
    [
      "links to what is known",
      concat({ type: "UserLink", value: "u1" }, { type: "RoomLink", value: "r2" }),
      "<@1><#2>",
    ],
    ["a link to what is not", { type: "MessageLink", value: "gone" }, "gone"],
    [
      "emotes",
      concat({ type: "Emote", value: "wave" }, { type: "Emote", value: "shrug" }),
      "<:wave:9>:shrug:",
    ],
    ["a handle counts here too", text("@ann, see #general"), "@ann, see #general"],
  ];
  for (const [name, content, source] of rows) {
    test(name, () => expect(toSource(content, inward)).toBe(source));
  }
});

describe("of source text", () => {
  const rows: readonly (readonly [source: string, content: Content])[] = [
    ["see `a*b*`", text("see a*b*")],
    ["||psst||", text("▒▒▒")],
    [
      "[here](https://a.example)",
      concat(text("here ("), { type: "UrlLink", value: "https://a.example" }, text(")")),
    ],
    ["> said\nyes", text("> said\nyes")],
    ["<@7> :wave:9", concat({ type: "UserLink", value: "u7" }, text(" "), { type: "Emote", value: "wave" })],
  ];
  for (const [source, content] of rows)
    test(source, () => expect(toContent(source, outward)).toEqual(content));
});

test("the way through the source text and back gives the normal form", () => {
  const { tree } = fc.letrec<{ tree: Content; leaf: Content }>((tie) => ({
    leaf: fc.oneof(
      fc
        .string({ unit: fc.constantFrom(..."ab_*~|`[]()<>@#:h\\ \n.!é😀"), maxLength: 8 })
        .map((value) => text(value.replaceAll(/[@#]/g, "a"))),
      fc.constantFrom<Content>(
        { type: "UserLink", value: "u1" },
        { type: "RoomLink", value: "r2" },
        { type: "MessageLink", value: "m3" },
        { type: "Emote", value: "wave" },
        { type: "UrlLink", value: "https://a.example/b_c?d=e*f" },
      ),
    ),
    tree: fc.oneof(
      { depthSize: "medium" },
      tie("leaf"),
      fc.array(tie("tree"), { maxLength: 4 }).map((value) => concat(...value)),
      fc
        .tuple(fc.constantFrom("Bold", "Italic", "Underline", "Crossout"), tie("tree"))
        .map(([type, value]): Content => ({ type, value })),
    ),
  }));
  fc.assert(
    fc.property(tree, (content) => {
      expect(toContent(toSource(content, inward), outward)).toEqual(normal(content));
      expect(normal(normal(content))).toEqual(normal(content));
    }),
    { numRuns: 3_000 },
  );
});

test("content that is too deep or too wide is refused before anything walks it", () => {
  let deep: unknown = text("x");
  for (let i = 0; i < 10_000; i += 1) deep = { type: "Bold", value: deep };
  expect(() => readContent(deep)).toThrow(Violation);
  expect(() => readContent({ type: "Concat", value: Array(30_000).fill(text("x")) })).toThrow(Violation);
  for (const wrong of [
    null,
    1,
    [],
    {},
    { type: "Text" },
    { type: "Bold", value: [] },
    { type: "Code", value: "x" },
  ])
    expect(() => readContent(wrong)).toThrow(Violation);
});
