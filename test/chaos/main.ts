/** `npm run chaos -- [--rounds 100] [--seed N]`: many rounds of chaos; ends with 1 when something is wrong. */

import { parseArgs } from "node:util";
import { removeDirectories } from "../koine.ts";
import { chaos } from "./run.ts";

const { values } = parseArgs({ options: { rounds: { type: "string" }, seed: { type: "string" } } });
const rounds = Number(values.rounds ?? 100);
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

say(`seed ${seed}`);
const { violations, ...counts } = await chaos({ rounds, seed, say });
removeDirectories();
say(JSON.stringify(counts));
for (const violation of violations) say(violation);
process.exit(violations.length === 0 && counts.rounds === rounds ? 0 : 1);
