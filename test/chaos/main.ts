/**
 * `npm run chaos -- [--rounds 100] [--seed N] [--store postgres]`: many rounds of chaos; ends with 1 when something is
 * wrong. With PostgreSQL, one of Debian's packages is started for it, and dies at times too.
 */

import { parseArgs } from "node:util";
import { removeDirectories } from "../koine.ts";
import { startPostgres } from "../postgres.ts";
import { chaos } from "./run.ts";

const { values } = parseArgs({
  options: { rounds: { type: "string" }, seed: { type: "string" }, store: { type: "string" } },
});
if (values.store !== undefined && values.store !== "postgres")
  throw new Error("--store is postgres, or left out");
const rounds = Number(values.rounds ?? 100);
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

say(`seed ${seed}`);
const postgres = values.store === undefined ? null : await startPostgres();
const { violations, ...counts } = await chaos({
  rounds,
  seed,
  say,
  ...(postgres === null ? {} : { postgres }),
});
removeDirectories();
await postgres?.stop();
say(JSON.stringify(counts));
for (const violation of violations) say(violation);
process.exit(violations.length === 0 && counts.rounds === rounds ? 0 : 1);
