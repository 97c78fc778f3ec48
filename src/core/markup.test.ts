import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { type Markup, mentionsIn, parseMarkup, plainText, type Span } from "./markup.ts";

const text = (value: string): Span => ({ type: "text", text: value });

describe("what is markup", () => {
  const cases: [source: string, tree: Markup][] = [
    ["hi", [text("hi")]],
    [
      "**b** *i* _i_ __u__ ~~s~~",
      [
        { type: "bold", children: [text("b")] },
        text(" "),
        { type: "italic", children: [text("i")] },
        text(" "),
        { type: "italic", children: [text("i")] },
        text(" "),
        { type: "underline", children: [text("u")] },
        text(" "),
        { type: "strike", children: [text("s")] },
      ],
    ],
    ["***both***", [{ type: "bold", children: [{ type: "italic", children: [text("both")] }] }]],
    [
      "*a **b** c*",
      [{ type: "italic", children: [text("a "), { type: "bold", children: [text("b")] }, text(" c")] }],
    ],
    [
      "||it was *her*||",
      [{ type: "spoiler", children: [text("it was "), { type: "italic", children: [text("her")] }] }],
    ],
    [
      "a `**no**` ``x`y``",
      [text("a "), { type: "code", text: "**no**" }, text(" "), { type: "code", text: "x`y" }],
    ],
    [
      "see\n```ts\nlet a = '**';\n```\nthere",
      [text("see\n"), { type: "code_block", text: "let a = '**';", language: "ts" }, text("there")],
    ],
    [
      "> one\n> *two*\nthree",
      [
        { type: "quote", children: [text("one\n"), { type: "italic", children: [text("two")] }] },
        text("three"),
      ],
    ],
    [
      "https://koine.example/a_(b)_c.",
      [
        {
          type: "link",
          url: "https://koine.example/a_(b)_c",
          children: [text("https://koine.example/a_(b)_c")],
        },
        text("."),
      ],
    ],
    [
      "[**here**](https://koine.example)",
      [
        {
          type: "link",
          url: "https://koine.example",
          children: [{ type: "bold", children: [text("here")] }],
        },
      ],
    ],
    [
      "[us](mailto:us@koine.example)",
      [{ type: "link", url: "mailto:us@koine.example", children: [text("us")] }],
    ],
    [
      "<@12> <@&13> <#14> <!15> @Anna #off-topic",
      [
        { type: "user", id: 12 },
        text(" "),
        { type: "role", id: 13 },
        text(" "),
        { type: "room", id: 14 },
        text(" "),
        { type: "message", id: 15 },
        text(" "),
        { type: "handle", handle: "anna" },
        text(" "),
        { type: "room_name", name: "off-topic" },
      ],
    ],
    ["@everyone, @here!", [{ type: "everyone" }, text(", "), { type: "here" }, text("!")]],
    [
      ":wave:7 <:wave:7>",
      [{ type: "emoji", name: "wave", id: 7 }, text(" "), { type: "emoji", name: "wave", id: 7 }],
    ],
    ["\\*no\\* \\@anna", [text("*no* @anna")]],
  ];
  for (const [source, tree] of cases) test(source, () => expect(parseMarkup(source)).toEqual(tree));
});

describe("what is none", () => {
  for (const source of [
    "2 * 3 * 4",
    "snake_case_name",
    "**open",
    "a || b",
    "**",
    "****",
    "``",
    "mail@koine.example",
    "C#sharp",
    "<@0>",
    "<@99999999999999999>",
    "<@12",
    "12:30:45",
    "[x](relative/path)",
    "[x]",
    "*not closed ~~either",
    "@a",
  ])
    test(source, () => expect(parseMarkup(source)).toEqual([text(source)]));
});

test("class 12: an address that could run something stays text", () => {
  for (const source of [
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert)",
    "[x](data:text/html,hi)",
    "[x](vbscript:x)",
    "javascript:alert(1)",
    "[x](\u0001javascript:x)",
    "[x](//evil.example)",
    "[x](https:evil)",
    "[x](file:///etc/passwd)",
    "[x](mailto:x)",
  ]) {
    const tree = parseMarkup(source);
    expect(JSON.stringify(tree)).not.toContain('"link"');
  }
  // What cannot stand in an address ends it.
  expect(parseMarkup('https://a.example/"onload=x')[0]).toMatchObject({
    type: "link",
    url: "https://a.example/",
  });
});

const piece = fc.constantFrom(
  "*",
  "**",
  "_",
  "__",
  "~~",
  "||",
  "`",
  "``",
  "```",
  "[",
  "](",
  "](https://a",
  ")",
  "<@",
  "<@1>",
  "@",
  "@ab",
  "#",
  "h",
  "http://",
  "https://a(",
  "javascript:",
  ":ab:1",
  "\\",
  "\n",
  "> ",
  " ",
  "x",
  "é",
  "😀",
  "\u0000",
  "\ud800",
);
const sources = fc.oneof(
  fc.array(piece, { maxLength: 400 }).map((pieces) => pieces.join("")),
  fc.string({ unit: "binary", maxLength: 200 }),
);

function walk(tree: Markup, visit: (span: Span, depth: number) => void, depth = 1): void {
  for (const span of tree) {
    visit(span, depth);
    if ("children" in span) walk(span.children, visit, depth + 1);
  }
}

test("class 12: any text has a bounded tree, and only harmless addresses", () => {
  fc.assert(
    fc.property(sources, (source) => {
      const links: string[] = [];
      let deepest = 0;
      walk(parseMarkup(source), (span, depth) => {
        deepest = Math.max(deepest, depth);
        if (span.type === "link") links.push(span.url);
      });
      expect(deepest).toBeLessThanOrEqual(9);
      for (const url of links) expect(url).toMatch(/^(https?:\/\/|mailto:)[^\s"<>]+$/i);
    }),
    { numRuns: 2_000 },
  );
});

test("class 17: the longest texts take steps in proportion to their length", () => {
  const steps = (source: string): number => {
    const meter = { steps: 0 };
    parseMarkup(source, meter);
    return meter.steps / source.length;
  };
  const LENGTH = 16 * 1024;
  const fill = (unit: string): string => unit.repeat(Math.ceil(LENGTH / unit.length)).slice(0, LENGTH);
  for (const unit of [
    "*",
    "**a",
    "*a **b ",
    "[",
    "[a](",
    "[a](https://a",
    "](",
    "`",
    "` ",
    "``` ",
    "```\n",
    "_a ",
    "||a ~~b __c *d _e [f ",
    "<@",
    "<@1",
    "@",
    "@ab",
    "http://",
    "http:///",
    "http://.",
    "https://a(",
    ":a",
    ":ab:1",
    "\\",
    "\\*",
    "> ",
    "> a\n\n",
    "h",
    "#",
    "a@",
    "***",
    "*_",
    "[[](https://a)",
  ])
    expect(`${unit} ${steps(fill(unit)) < 200}`).toBe(`${unit} true`);
  let runs = "";
  for (let i = 1; runs.length < LENGTH; i++) runs += `${"`".repeat(i)} `;
  expect(steps(runs)).toBeLessThan(200);
  fc.assert(
    fc.property(fc.array(piece, { minLength: 1, maxLength: 8 }), (unit) => {
      const source = fill(unit.join(""));
      expect(steps(source)).toBeLessThan(200);
    }),
    { numRuns: 100 },
  );
});

test("mentions are found wherever text is shown, not in code", () => {
  expect(mentionsIn(parseMarkup("**<@1>** `@no` > ||@ab||\n```\n<@3>\n```\n> @everyone"))).toEqual([
    { type: "user", id: 1 },
    { type: "handle", handle: "ab" },
    { type: "everyone" },
  ]);
});

test("a plain text hides spoilers and shows where a link leads", () => {
  expect(plainText(parseMarkup("**hi** @anna: ||the end|| [us](https://koine.example) `x` :wave:7"))).toBe(
    "hi @anna: ▒▒▒ us (https://koine.example) x :wave:",
  );
});
