/** A report as text: a Markdown table, what was promised, and notes. */

import { figure, type Report } from "./part.ts";

export function formatReport({ title, columns, rows, goals, notes }: Report): string {
  const lines = [columns, ...rows];
  const widths = columns.map((_, at) => Math.max(...lines.map((line) => (line[at] ?? "").length), 3));
  const format = (line: readonly string[]): string =>
    `| ${columns.map((_, at) => (line[at] ?? "").padEnd(widths[at] ?? 0)).join(" | ")} |`;
  return [
    `\n### ${title}\n`,
    format(columns),
    `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`,
    ...rows.map(format),
    "",
    ...goals.map(({ text, value, met }) => `- ${met ? "reached" : "MISSED"}: ${text}: ${figure(value)}`),
    ...notes.map((note) => `- ${note}`),
  ].join("\n");
}
