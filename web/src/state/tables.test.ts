import { expect, test } from "bun:test";
import { withTables } from "./tables.ts";

const TABLE = "| Day | Sky |\n| --- | ---: |\n| Mon | **clear** |\n| Tue |";

test("a table between other lines, with the sides of its columns; a short row is filled up", () => {
  expect(withTables(`See:\n${TABLE}\nand then`)).toEqual([
    "See:",
    {
      align: ["start", "end"],
      head: ["Day", "Sky"],
      rows: [
        ["Mon", "**clear**"],
        ["Tue", ""],
      ],
    },
    "and then",
  ]);
});

test("two tables, and an escaped line within a cell", () => {
  const [first, between, second] = withTables("|a|b|\n|:-:|-|\n\n|c|\n|-|\n|d \\| e|");
  expect(first).toEqual({ align: ["center", "start"], head: ["a", "b"], rows: [] });
  expect(between).toBe("");
  expect(second).toEqual({ align: ["start"], head: ["c"], rows: [["d \\| e"]] });
});

test.each([
  ["in a block of code", `\`\`\`\n${TABLE}\n\`\`\``],
  ["without a rule", "| a | b |\n| c | d |"],
  ["with another number of columns in the rule", "| a | b |\n| - |"],
  ["a spoiler", "||hidden||\n|-|"],
  ["a rule alone", "|---|"],
  ["a list with lines", "- a | b\n- c | d"],
])("%s it is text", (_name, text) => {
  expect(withTables(text)).toEqual([text]);
});

test("a block of code may follow at once", () => {
  const parts = withTables(`${TABLE}\n\`\`\`\n|x|\n|-|\n\`\`\``);
  expect(parts.length).toBe(2);
  expect(parts[1]).toBe("```\n|x|\n|-|\n```");
});
