/** Tables for people. */

/** Rows as columns of even width, without control characters. */
export function columns(rows: readonly Readonly<Record<string, string | number>>[]): string {
  const cells = rows.map((row) =>
    Object.values(row).map((value) => String(value).replaceAll(/\p{Cc}/gu, "?")),
  );
  const widths = (cells[0] ?? []).map((_, i) => Math.max(...cells.map((row) => row[i]?.length ?? 0)));
  const lines = cells.map((row) => row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join("  "));
  return lines.map((line) => `${line.trimEnd()}\n`).join("");
}
