/** Metrics in Prometheus' text format, version 0.0.4. */

import type { Histogram } from "./histogram.ts";
import { METRICS, type MetricName } from "./table.ts";

/** A value with the values of its labels, in the order of the table. */
export interface Sample {
  readonly labels: readonly string[];
  readonly value: number | Histogram;
}

/** All metrics of the table, with their samples. */
export type Scrape = Readonly<Record<MetricName, readonly Sample[]>>;

export function scrapeText(scrape: Scrape): string {
  const lines: string[] = [];
  for (const [name, { type, labels, help }] of Object.entries(METRICS)) {
    lines.push(`# HELP ${name} ${help.replaceAll("\\", "\\\\")}`, `# TYPE ${name} ${type}`);
    for (const { labels: values, value } of scrape[name as MetricName]) {
      const pairs = labels.map((label, i) => `${label}="${escaped(values[i] ?? "")}"`);
      if (typeof value === "number") lines.push(`${name}${inBraces(pairs)} ${value}`);
      else lines.push(...histogramLines(name, pairs, value));
    }
  }
  return `${lines.join("\n")}\n`;
}

function histogramLines(
  name: string,
  pairs: readonly string[],
  { bounds, counts, sum }: Histogram,
): string[] {
  let total = 0;
  const buckets = [...bounds, "+Inf"].map((bound, i) => {
    total += counts[i] ?? 0;
    return `${name}_bucket${inBraces([...pairs, `le="${bound}"`])} ${total}`;
  });
  return [...buckets, `${name}_sum${inBraces(pairs)} ${sum}`, `${name}_count${inBraces(pairs)} ${total}`];
}

function inBraces(pairs: readonly string[]): string {
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

function escaped(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll('"', '\\"');
}
