/**
 * `npm test`: installs what the tests need of the system, checks, and runs every test. Arguments are passed
 * on to `bun test`, e.g. the path of one file. The last line is "N passed, N failed".
 *
 * Machines are noisy: in a run of everything a file that fails beside others is run once more, alone. What passes then
 * is named as unsteady, and is a bug to look for, but not a reason to refuse a change.
 *
 * In a run of everything the servers are the executable of `npm run build`: it starts in a sixth of the time, and is
 * what people install. One file's tests run the source.
 *
 * With KOINE_TEST_STORE=postgres every server of the tests keeps its things in PostgreSQL, started here once. What is
 * left out then is said with its reason.
 */

import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { ON_POSTGRES, type Postgres, postgresPrograms, startPostgres } from "../test/postgres.ts";
import { report } from "./parts.ts";

const root = join(import.meta.dir, "..");
const bun = process.execPath;
const inCi = (process.env.CI ?? "") !== "";

/** Longest time for one test, in milliseconds: for slow and shared machines. */
const TEST_MILLIS = 120_000;

/** Test files that run at a time: most of them wait for servers of their own, none needs a machine to itself. */
const LANES = Math.min(availableParallelism(), 4);

/** Most files that are run again when something in them failed: with more it is not the noise of a machine. */
const MOST_AGAIN = 4;

/** Programs that tests start, and the Debian packages that bring them. */
const programs: readonly { readonly program: string; readonly debian: string }[] = [
  { program: "strace", debian: "strace" },
  { program: "curl", debian: "curl" },
  { program: "jq", debian: "jq" },
  { program: "chromium", debian: "chromium" },
  { program: "inspircd", debian: "inspircd" },
  { program: "ngircd", debian: "ngircd" },
  { program: "atheme-services", debian: "atheme-services" },
  { program: "pg_ctlcluster", debian: "postgresql" },
  { program: "pgbouncer", debian: "pgbouncer" },
];

/** What does not run on PostgreSQL, and why. */
const NOT_ON_POSTGRES: Readonly<Record<string, readonly string[]>> = {
  "look into the database file, or at its disk": ["disk", "doctor", "durability", "killed"].map(inTests),
  "look for what was deleted in the file; erased-postgres does it there": [
    "erased",
    "erased-search",
    "erased-threads",
  ].map(inTests),
  "commands of the file's; there pg_dump does it": [
    ...["backup", "export"].map(inTests),
    "test/classes/13-import-paths.test.ts",
  ],
  "begin with the file, or work inside its store": ["migrate-store", "single-file", "missed-call"].map(
    inTests,
  ),
  "a command of its own: npm run chaos -- --store postgres": ["test/chaos/**"],
  "about the web client, whatever the store": ["test/web/**"],
};

/** What every run shows on PostgreSQL too; the contract of the stores is shown beside the store. */
const ON_BOTH = [
  "test/transcripts.test.ts",
  "test/reducer-proof.test.ts",
  "test/permissions.test.ts",
  "test/backends-pictures.test.ts",
  "test/matrix",
];

let passed = 0;
let failed = 0;
let environment: Readonly<Record<string, string>> = {};

const missing = await installPrograms();
if (missing.length > 0) {
  process.stdout.write(`Missing: ${missing.join(", ")}. Tests that need them are skipped.\n`);
  process.stdout.write(`On Debian: sudo apt-get install ${missing.join(" ")}\n`);
  if (inCi) failed += missing.length;
}

count(await runCheck());
const chosen = process.argv.slice(2);
const scratch = await mkdtemp(join(tmpdir(), "koine-built-"));
if (chosen.length === 0) environment = { KOINE_TEST_PROGRAM: await build(join(scratch, "koine")) };
const side = [`--parallel=${LANES}`, "--no-isolate"];
const needed = chosen.length === 0 || ON_POSTGRES;
const postgres = needed && postgresPrograms() !== null ? await startPostgres() : null;
if (chosen.length > 0) await runTests("tests", chosen, ON_POSTGRES ? onPostgres(postgres) : {});
else if (ON_POSTGRES) {
  for (const [reason, paths] of Object.entries(NOT_ON_POSTGRES))
    process.stdout.write(`not on PostgreSQL: ${paths.join(" ")} (${reason})\n`);
  const ignored = Object.values(NOT_ON_POSTGRES)
    .flat()
    .map((path) => `--path-ignore-patterns=${path}`);
  await runTests("tests on PostgreSQL", [...side, ...ignored], onPostgres(postgres));
} else {
  await runTests("tests", [...side, "--path-ignore-patterns=test/web/**"]);
  await runTests("tests in the browser", ["test/web"]);
  if (postgres !== null) await runTests("tests on PostgreSQL", [...side, ...ON_BOTH], onPostgres(postgres));
}
await postgres?.stop();
await rm(scratch, { recursive: true });
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);

function inTests(name: string): string {
  return `test/${name}.test.ts`;
}

/** Builds the executable; gives its path. */
async function build(path: string): Promise<string> {
  const start = performance.now();
  const child = Bun.spawn([bun, "scripts/build.ts", path], { cwd: root, stdin: "ignore", stdout: "ignore" });
  const isBuilt = (await child.exited) === 0;
  report("build", isBuilt, start);
  if (!isBuilt) failed += 1;
  return isBuilt ? path : "";
}

function onPostgres(server: Postgres | null): Readonly<Record<string, string>> {
  if (server === null) throw new Error("PostgreSQL is not installed");
  return { KOINE_TEST_STORE: "postgres", KOINE_TEST_POSTGRES: server.url };
}

/** Installs what is missing when that is possible; the Debian packages that are still missing. */
async function installPrograms(): Promise<string[]> {
  const absent = () =>
    programs.filter(({ program }) => Bun.which(program) === null).map(({ debian }) => debian);
  const wanted = absent();
  if (wanted.length === 0 || process.getuid?.() !== 0 || Bun.which("apt-get") === null) return wanted;
  const start = performance.now();
  const quiet = ["-qq", "-o", "Dpkg::Use-Pty=0"];
  await apt("update", ...quiet);
  await apt("install", ...quiet, "--yes", "--no-install-recommends", ...wanted);
  const still = absent();
  report(`install ${wanted.join(" ")}`, still.length === 0, start);
  return still;
}

async function apt(...args: string[]): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await Bun.spawn(["apt-get", ...args], { env, stdin: "ignore", stdout: "ignore", stderr: "inherit" }).exited;
}

async function runCheck(): Promise<string> {
  const child = Bun.spawn([bun, "scripts/check.ts"], { cwd: root, stdin: "ignore", stderr: "inherit" });
  const output = await new Response(child.stdout).text();
  process.stdout.write(output.replace(/^.* passed, .* failed\n$/m, ""));
  return output;
}

function count(output: string): void {
  const match = /^(\d+) passed, (\d+) failed$/m.exec(output);
  passed += Number(match?.[1] ?? 0);
  failed += Number(match?.[2] ?? 1); // Without a last line it broke off.
}

/** Runs the tests and counts them. A few files that fail beside others are run once more, alone, and named. */
async function runTests(
  name: string,
  args: readonly string[],
  more: Readonly<Record<string, string>> = {},
): Promise<void> {
  const start = performance.now();
  const first = await runOnce(args, more);
  passed += first.passed;
  let { failures } = first;
  const again = chosen.length === 0 && first.suspects.length <= MOST_AGAIN ? first.suspects : [];
  for (const suspect of again) {
    const alone = await runOnce([suspect.file], more);
    if (alone.failures > 0) continue;
    failures -= suspect.failures;
    passed += suspect.failures;
    process.stdout.write(`UNSTEADY ${suspect.file}: ${suspect.failures} failed beside others, none alone\n`);
  }
  failed += failures;
  report(name, failures === 0, start);
  slowest(first.report);
}

interface Run {
  readonly passed: number;
  readonly failures: number;
  /** Files in which something failed. */
  readonly suspects: readonly { readonly file: string; readonly failures: number }[];
  /** As the runner writes it. */
  readonly report: string;
}

async function runOnce(args: readonly string[], more: Readonly<Record<string, string>>): Promise<Run> {
  const file = join(tmpdir(), `koine-tests-${process.pid}.xml`);
  const reporting = ["--only-failures", "--reporter=junit", `--reporter-outfile=${file}`];
  const child = Bun.spawn([bun, "test", `--timeout=${TEST_MILLIS}`, ...reporting, ...args], {
    cwd: root,
    env: { ...process.env, ...environment, ...more },
    stdin: "ignore",
    stdout: "inherit",
    stderr: "inherit",
  });
  const code = await child.exited;
  const text = await Bun.file(file)
    .text()
    .catch(() => "");
  await rm(file, { force: true });
  // The outermost element sums everything up.
  const sums = /<testsuites [^>]*?tests="(\d+)"[^>]*?failures="(\d+)"(?:[^>]*?skipped="(\d+)")?/.exec(text);
  const [tests = 0, counted = 0, skipped = 0] = [sums?.[1], sums?.[2], sums?.[3]].map((one) =>
    Number(one ?? 0),
  );
  const suspects = [...text.matchAll(/^ {2}<testsuite name="([^"]+)"[^>]*? failures="([1-9]\d*)"/gm)].map(
    ([, name = "", count]) => ({ file: name, failures: Number(count) }),
  );
  // A file that cannot be loaded, or an error between two tests, is in no sum.
  const failures = code !== 0 && counted === 0 ? 1 : counted;
  return { passed: tests - counted - skipped, failures, suspects, report: text };
}

/** The files that take longest, for whoever wants the whole to be quicker. */
function slowest(text: string): void {
  const files = [...text.matchAll(/^ {2}<testsuite name="([^"]+)"[^>]*? time="([\d.]+)"/gm)]
    .map(([, name = "", time = "0"]) => ({ name, seconds: Number(time) }))
    .sort((a, b) => b.seconds - a.seconds)
    .slice(0, 5);
  for (const { name, seconds } of files) process.stdout.write(`        ${name} ${seconds.toFixed(1)} s\n`);
}
