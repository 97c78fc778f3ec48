import { expect, test } from "bun:test";
import { Histogram } from "./histogram.ts";
import { METRICS } from "./table.ts";
import { type Scrape, scrapeText } from "./text.ts";

const empty = Object.fromEntries(Object.keys(METRICS).map((name) => [name, []])) as Record<
  keyof Scrape,
  never[]
>;

test("labels are escaped", () => {
  const text = scrapeText({ ...empty, koine_info: [{ labels: ['a"b\\c\nd'], value: 1 }] });
  expect(text).toContain('koine_info{software="a\\"b\\\\c\\nd"} 1\n');
});

test("a histogram's buckets hold all that is at most their bound", () => {
  const histogram = new Histogram([1, 10]);
  for (const value of [0.5, 1, 2, 10, 11]) histogram.observe(value);
  const text = scrapeText({ ...empty, koine_commit_commands: [{ labels: [], value: histogram }] });
  expect(text).toContain(`# TYPE koine_commit_commands histogram
koine_commit_commands_bucket{le="1"} 2
koine_commit_commands_bucket{le="10"} 4
koine_commit_commands_bucket{le="+Inf"} 5
koine_commit_commands_sum 24.5
koine_commit_commands_count 5
`);
});
