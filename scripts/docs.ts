/**
 * Writes docs/dialects.md from the dialects' own tables, docs/permissions.md from the table of permissions and
 * docs/command-line.md from the commands' help, or with --check compares them.
 */

import { join } from "node:path";
import { DIRECT, EVERYONE, PERMISSIONS, ROOM_PERMISSIONS, SYSTEM_ROLES } from "../src/core/permissions.ts";
import { takes as bigTakes } from "../src/dialects/big/inbound.ts";
import { tells as bigTells } from "../src/dialects/big/outbound.ts";
import { capabilities } from "../src/dialects/bonfire/inbound.ts";
import { tells } from "../src/dialects/bonfire/outbound.ts";
import { takes as chatTakes } from "../src/dialects/i386chat/inbound.ts";
import { tells as chatTells } from "../src/dialects/i386chat/outbound.ts";
import { takes as originTakes } from "../src/dialects/originchats/inbound.ts";
import { tells as originTells } from "../src/dialects/originchats/outbound.ts";
import { commandLinePage } from "./command-line-page.ts";

interface Tables {
  readonly name: string;
  /** Whether each event of the core can be told. */
  readonly tells: Readonly<Record<string, boolean>>;
  /** What a client can ask for, in the dialect's own words. */
  readonly takes: readonly string[];
  /** What the protocol has a word for and the server nothing behind it yet. */
}

const dialects: readonly Tables[] = [
  { name: "bonfire", tells, takes: capabilities },
  { name: "i386chat", tells: chatTells, takes: chatTakes },
  { name: "originchats", tells: originTells, takes: originTakes },
  { name: "big", tells: bigTells, takes: bigTakes },
];

for (const [name, text] of [
  ["dialects.md", dialectsPage()],
  ["permissions.md", permissionsPage()],
  ["command-line.md", commandLinePage()],
] as const) {
  const file = Bun.file(join(import.meta.dir, "../docs", name));
  if (!process.argv.includes("--check")) await file.write(text);
  else if (!(await file.exists()) || (await file.text()) !== text) {
    process.stderr.write(`docs/${name} is not what the tables say. Run: npm run docs\n`);
    process.exitCode = 1;
  }
}

function dialectsPage(): string {
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
  for (const { name, takes } of dialects) {
    lines.push("", `## ${name}`, "", `A client can ask for: ${list(takes)}.`);
  }
  return `${lines.join("\n")}\n`;
}

function permissionsPage(): string {
  const [moderator, administrator] = SYSTEM_ROLES;
  const rows = Object.entries(PERMISSIONS).map(([name, allows]) => {
    const has = (permissions: readonly string[] | undefined): string =>
      permissions?.includes(name) === true ? "yes" : "";
    return [
      `\`${name}\``,
      allows,
      ROOM_PERMISSIONS.some((one) => one === name) ? "room" : "space",
      has(EVERYONE),
      has(moderator?.permissions),
      has(administrator?.permissions),
    ];
  });
  const lines = [
    "# Permissions",
    "",
    "Written by `npm run docs` from the table that the server decides with. Do not edit.",
    "",
    "What the roles of a member allow adds up. The owner of the space and the holders of `administrator` may do",
    "everything. A room can allow and deny its own permissions to a role or to one user; the user's own word goes",
    "before that of their roles, an allowance of one role before a denial of another, and both before what is said",
    "to everyone. Holders of `manage_rooms` have `manage_room` everywhere. Who is timed out, and everybody in an",
    "archived room, keeps `view` alone. In dialogs, groups and notes their members may: " +
      `${list([...DIRECT])}.`,
    "",
    "Nobody acts on a role, or on a member, at or above their own highest role, and nobody grants what they do not",
    "hold themselves.",
    "",
    ...table(["permission", "allows to", "of a", "everyone", "moderator", "administrator"], rows),
  ];
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
