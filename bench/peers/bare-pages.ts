/** Bare reads: the store's own queries for history and search, and nothing around them. `bare-pages.ts DIR TIMES ROOM ID…` */

import { openReader } from "../../src/store/sqlite/open.ts";
import { txSource } from "../../src/store/sqlite/tx.ts";
import { median } from "../numbers.ts";
import { QUERIES, type Query } from "../queries.ts";

const [directory = "", times = "1", room = "0", ...around] = process.argv.slice(2);
const tx = txSource(openReader(directory), () => 0)(Date.now());
const newest: number[] = [];
const jump: number[] = [];
for (let i = 0; i < Number(times); i++) {
  let begun = performance.now();
  await tx.history(Number(room), 0, { latest: true }, 50);
  newest.push(performance.now() - begun);
  begun = performance.now();
  await tx.history(Number(room), 0, { around: Number(around[i % around.length]) }, 50);
  jump.push(performance.now() - begun);
}
const searches: number[] = [];
for (const query of QUERIES) searches.push(await searched(query));
process.stdout.write(JSON.stringify({ newest: median(newest), jump: median(jump), searches }));

async function searched({ words, parts }: Query): Promise<number> {
  const wanted = { words, parts, rooms: [Number(room)], author: null, mentions: null };
  const took: number[] = [];
  for (let i = 0; i < Number(times); i++) {
    const begun = performance.now();
    await tx.searchMessages(
      { ...wanted, pinned: false, files: false, before: Number.MAX_SAFE_INTEGER, after: 0 },
      0,
      20,
      10_000,
    );
    took.push(performance.now() - begun);
  }
  return median(took);
}
