/** Tables in a text (docs/markup.md, "Tables"): text like any other to the server, and drawn as what they are here. */

export type Align = "start" | "center" | "end";

export interface Table {
  readonly align: readonly Align[];
  /** The markup of each cell; every row has as many as the head. */
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const FENCE = "```";
const RULE = /^:?-{1,}:?$/;
const MAX_COLUMNS = 20;

/** A text in its order: what is no table, and tables. Nothing within a block of code is one. */
export function withTables(text: string): readonly (string | Table)[] {
  if (!text.includes("|") || !text.includes("-")) return [text];
  const parts: (string | Table)[] = [];
  let gathered: string[] = [];
  const flush = (): void => {
    if (gathered.length > 0) parts.push(gathered.join("\n"));
    gathered = [];
  };
  const lines = text.split("\n");
  const inCode = codeLines(text, lines);
  for (let i = 0; i < lines.length; i += 1) {
    const table = inCode[i] ? null : tableAt(lines, inCode, i);
    if (table === null) {
      gathered.push(lines[i] ?? "");
      continue;
    }
    flush();
    parts.push(table);
    i += table.rows.length + 1;
  }
  flush();
  return parts;
}

/** Which lines touch a block of code. */
function codeLines(text: string, lines: readonly string[]): readonly boolean[] {
  const blocks: (readonly [number, number])[] = [];
  for (let at = 0; ; ) {
    const open = text.indexOf(FENCE, at);
    const close = open === -1 ? -1 : text.indexOf(FENCE, open + FENCE.length);
    if (close === -1) break;
    at = close + FENCE.length;
    blocks.push([open, at]);
  }
  let from = 0;
  let block = 0;
  return lines.map((line) => {
    const to = from + line.length;
    while ((blocks[block]?.[1] ?? Number.POSITIVE_INFINITY) <= from) block += 1;
    const isIn = (blocks[block]?.[0] ?? Number.POSITIVE_INFINITY) <= to;
    from = to + 1;
    return isIn;
  });
}

function tableAt(lines: readonly string[], inCode: readonly boolean[], at: number): Table | null {
  const head = cellsOf(lines[at]);
  const rules = inCode[at + 1] ? null : cellsOf(lines[at + 1]);
  if (head === null || rules === null || head.length !== rules.length || head.length > MAX_COLUMNS)
    return null;
  if (!rules.every((rule) => RULE.test(rule))) return null;
  const rows: (readonly string[])[] = [];
  for (let i = at + 2; i < lines.length && !inCode[i]; i += 1) {
    const cells = cellsOf(lines[i]);
    if (cells === null) break;
    rows.push(head.map((_, column) => cells[column] ?? ""));
  }
  return { align: rules.map(alignOf), head, rows };
}

/** A line that begins and ends with "|"; null = another one. An escaped "\|" divides nothing. */
function cellsOf(line: string | undefined): readonly string[] | null {
  const [, inside] = /^\|(.*[^\\])\|\s*$/.exec(line ?? "") ?? [];
  if (inside === undefined || inside.startsWith("|") || inside.endsWith("|")) return null;
  return inside.split(/(?<!\\)\|/).map((cell) => cell.trim());
}

function alignOf(rule: string): Align {
  if (!rule.endsWith(":")) return "start";
  return rule.startsWith(":") ? "center" : "end";
}
