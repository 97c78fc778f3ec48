/** `docs/interop.md`: the filled table, for people who choose a client. */

import { DRIVERS } from "./drivers.ts";
import { ACTIONS, type Action, type Driver } from "./front.ts";
import { NO_WORD, SILENT } from "./silence.ts";

/** What a watcher was told of an action through a front end: its word, "" for nothing, null where it cannot be done. */
export interface Cell {
  readonly action: Action;
  readonly actor: Driver;
  readonly watcher: Driver;
  readonly said: string | null;
}

/** The page. What is told must not depend on who acts: then one table of watchers says it all. */
export function page(cells: readonly Cell[]): string {
  const names = DRIVERS.map(({ name }) => name);
  const seen = table(
    ["", ...names],
    ACTIONS.map((action) => [action, ...DRIVERS.map((watcher) => told(cells, action, watcher))]),
  );
  const done = table(
    ["", ...names],
    ACTIONS.map((action) => [action, ...names.map((name) => NO_WORD[name]?.[action] ?? "yes")]),
  );
  const reasons = Object.entries(SILENT).flatMap(([name, entries]) =>
    Object.entries(entries).map(([action, reason]) => `- ${name}, ${action}: ${reason}.`),
  );
  return `# One conversation, several protocols

Which client sees what, whichever client it comes from. Written by the tests in \`test/matrix/\`, which do each of these through
every front end and wait for it at every other, against one server. Do not edit: \`KOINE_WRITE_INTEROP=yes npm test test/matrix\`
writes it.

## What is seen

In the watcher's own words; a dash where the wire has none.

${seen}

## What can be done

${done}

## What a wire cannot tell

${reasons.join("\n")}
`;
}

function told(cells: readonly Cell[], action: Action, watcher: Driver): string {
  const words = cells
    .filter((cell) => cell.action === action && cell.watcher === watcher && cell.said !== null)
    .map(({ said }) => said);
  const [word] = words;
  if (word === undefined || word === null) return "not tried";
  if (words.some((other) => other !== word))
    throw new Error(`${watcher.name} is told of ${action} in two ways`);
  return word === "" ? "–" : word;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, i) => Math.max(3, ...[head, ...rows].map((row) => row[i]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(" | ")} |`;
  return [line(head), `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`, ...rows.map(line)].join(
    "\n",
  );
}
