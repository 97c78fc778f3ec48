/** Writes docs/dialects.md from the dialects' own tables, or with --check compares it. */

import { join } from "node:path";
import { later } from "../src/dialects/bonfire/inbound/later.ts";
import { capabilities } from "../src/dialects/bonfire/inbound.ts";
import { tells } from "../src/dialects/bonfire/outbound.ts";

interface Tables {
  readonly name: string;
  /** Whether each event of the core can be told. */
  readonly tells: Readonly<Record<string, boolean>>;
  /** What a client can ask for, in the dialect's own words. */
  readonly takes: readonly string[];
  /** What the protocol has a word for and the server nothing behind it yet. */
  readonly later: readonly string[];
}

const dialects: readonly Tables[] = [
  { name: "bonfire", tells, takes: capabilities, later: Object.keys(later) },
];

const file = join(import.meta.dir, "../docs/dialects.md");
const text = page();
if (!process.argv.includes("--check")) await Bun.write(file, text);
else if ((await Bun.file(file).exists()) && (await Bun.file(file).text()) === text) process.exit(0);
else {
  process.stderr.write("docs/dialects.md is not what the dialects' tables say. Run: npm run docs\n");
  process.exit(1);
}

function page(): string {
  const events = [...new Set(dialects.flatMap((dialect) => Object.keys(dialect.tells)))].sort();
  const lines = [
    "# What each dialect can say",
    "",
    "Written by `npm run docs` from the tables that the dialects use. Do not edit.",
    "",
    "## Events",
    "",
    "What happened in the core, and whether a dialect has a word for it.",
    "",
    ...table(
      ["event", ...dialects.map(({ name }) => name)],
      events.map((event) => [
        `\`${event}\``,
        ...dialects.map((dialect) => (dialect.tells[event] === true ? "told" : "cannot")),
      ]),
    ),
    "",
    "`blank` holds the position of an event that can no longer be told.",
  ];
  for (const { name, takes, later } of dialects) {
    lines.push("", `## ${name}`, "", `A client can ask for: ${list(takes)}.`);
    if (later.length > 0) {
      lines.push("", `In the protocol, answered "not available" until the server has it: ${list(later)}.`);
    }
  }
  return `${lines.join("\n")}\n`;
}

/** A table with even columns, as the formatter wants it. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((cell, i) => Math.max(cell.length, 3, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)];
}

function list(names: readonly string[]): string {
  return names
    .toSorted()
    .map((name) => `\`${name}\``)
    .join(", ");
}
