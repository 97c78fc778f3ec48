/** Bare pages: the store's own query for history, and nothing around it. `bare-pages.ts DIR TIMES ROOM ID…` */

import { openReader } from "../../src/store/sqlite/open.ts";
import { txSource } from "../../src/store/sqlite/tx.ts";
import { median } from "../numbers.ts";

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
process.stdout.write(JSON.stringify({ newest: median(newest), jump: median(jump) }));
