/**
 * What `npm start`, `npm test` and the others run: sets up what is missing, then hands over to Bun.
 *
 * Plain JavaScript for Node 20 without packages, because on a fresh clone nothing else is there yet.
 */

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

const commands = {
  start: ["src/main.ts", "serve"],
  dev: ["--watch", "src/main.ts", "serve"],
  chat: ["src/main.ts", "chat"],
  test: ["scripts/test.ts"],
  check: ["scripts/check.ts"],
  bench: ["bench/main.ts"],
  record: ["scripts/record.ts"],
  generate: ["scripts/generate.ts"],
};

const [name = "", ...rest] = process.argv.slice(2);
const command = commands[name];
if (command === undefined) {
  process.stderr.write(`Commands: ${Object.keys(commands).join(", ")}\n`);
  process.exit(2);
}
installPackages();
process.exit(run(join(root, "node_modules/.bin/bun"), [...command, ...rest]));

/** Install what the lock file names, unless that was done already. */
function installPackages() {
  const lock = readFileSync(join(root, "package-lock.json"), "utf8");
  const done = join(root, "node_modules/.koine-installed");
  if (existsSync(done) && readFileSync(done, "utf8") === lock) return;
  process.stderr.write("Installing packages (once)\n");
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const status = run(npm, ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
  if (status !== 0) process.exit(status);
  mkdirSync(dirname(done), { recursive: true });
  writeFileSync(done, lock);
}

/** Runs to the end; interrupts go to the child, which decides when to end. */
function run(program, args) {
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => undefined);
  const { status, signal, error } = spawnSync(program, args, { cwd: root, stdio: "inherit" });
  if (error !== undefined) {
    process.stderr.write(`${program}: ${error.message}\n`);
    return 1;
  }
  return status ?? (signal === null ? 1 : 128);
}
