/**
 * What Koine costs, beside its peers, in one run (`docs/performance.md`).
 *
 *   bench [PART …] [--quick] [--compare REF]
 *
 * Every server is a process of its own on the loopback and is loaded from another. All is bounded: a part that
 * is not done in time is ended.
 */

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withCheckout } from "./checkout.ts";
import { type Build, removeDirectories } from "./koine-server.ts";
import type { Part, Report } from "./part.ts";
import { fanout } from "./parts/fanout.ts";
import { frames } from "./parts/frames.ts";
import { growth } from "./parts/growth.ts";
import { history } from "./parts/history.ts";
import { idle } from "./parts/idle.ts";
import { room } from "./parts/room.ts";
import { sends } from "./parts/sends.ts";
import { storm } from "./parts/storm.ts";
import { unruly } from "./parts/unruly.ts";
import { formatReport } from "./table.ts";

const parts: Readonly<Record<string, Part>> = {
  fanout,
  sends,
  room,
  idle,
  storm,
  history,
  growth,
  frames,
  unruly,
};

/** The longest that all may take together, in milliseconds. */
const ALL_MILLIS = 15 * 60_000;

const root = join(import.meta.dir, "..");

interface Wish {
  readonly names: readonly string[];
  readonly quick: boolean;
  readonly compare: string | null;
}

const wish = readWish(process.argv.slice(2));
if (wish === null) {
  const list = Object.entries(parts).map(([name, { about }]) => `  ${name.padEnd(8)} ${about}`);
  process.stdout.write(`bench [PART …] [--quick] [--compare REF]\n\n${list.join("\n")}\n`);
  process.exit(2);
}
const deadline = setTimeout(() => {
  process.stderr.write("The bench took longer than 15 minutes and was ended\n");
  process.exit(1);
}, ALL_MILLIS);
try {
  if (wish.compare === null) await runAll(wish, [{ name: "Koine", root }]);
  else await withCheckout(root, wish.compare, (other) => runAll(wish, [{ name: "Koine", root }, other]));
} finally {
  clearTimeout(deadline);
  removeDirectories();
}
process.exit(process.exitCode ?? 0);

function readWish(args: readonly string[]): Wish | null {
  const names: string[] = [];
  let quick = false;
  let compare: string | null = null;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? "";
    if (arg === "--quick") quick = true;
    else if (arg === "--compare" && args[i + 1] !== undefined) compare = args[++i] ?? null;
    else if (Object.hasOwn(parts, arg)) names.push(arg);
    else return null;
  }
  return { names: names.length > 0 ? names : Object.keys(parts), quick, compare };
}

async function runAll({ names, quick, compare }: Wish, builds: readonly Build[]): Promise<void> {
  const begun = new Date();
  const reports: Record<string, Report> = {};
  for (const name of names) {
    const part = parts[name];
    if (part === undefined) continue;
    const started = performance.now();
    const progress = (text: string): void => void process.stderr.write(`${name}: ${text}\n`);
    progress(part.about);
    try {
      const report = await part.run({ builds, peers: compare === null, quick, progress });
      reports[name] = report;
      process.stdout.write(`${formatReport(report)}\n`);
      progress(`${Math.round((performance.now() - started) / 1_000)} s`);
    } catch (error) {
      process.exitCode = 1;
      process.stderr.write(
        `${name} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
      );
    }
  }
  const folder = join(import.meta.dir, "results");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${begun.toISOString().replaceAll(":", "-")}.json`);
  writeFileSync(file, JSON.stringify({ begun, quick, compare, bun: Bun.version, reports }, null, 1));
  process.stdout.write(`Raw results: ${file}\n`);
}
