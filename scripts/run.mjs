/**
 * What `npm start`, `npm test` and the others run: sets up what is missing, then hands over to Bun.
 *
 * Plain JavaScript for Node 20 without packages, because on a fresh clone nothing else is there yet.
 */

import { spawn, spawnSync } from "node:child_process";
import { existsSync, lstatSync, readdirSync, readFileSync, statSync } from "node:fs";
import { constants } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const modules = join(root, "node_modules");
const isWindows = process.platform === "win32";

const commands = {
  start: ["src/main.ts", "serve"],
  dev: ["--watch", "src/main.ts", "serve"],
  chat: ["src/main.ts", "chat"],
  koine: ["src/main.ts"],
  test: ["scripts/test.ts"],
  check: ["scripts/check.ts"],
  bench: ["bench/main.ts"],
  chaos: ["test/chaos/main.ts"],
  "chaos:irc": ["test/chaos/irc.ts"],
  mesh: ["test/mesh/main.ts"],
  record: ["scripts/record.ts"],
  generate: ["scripts/generate.ts"],
  build: ["scripts/build.ts"],
  "build:sdk": ["scripts/build-sdk.ts"],
  docs: ["scripts/docs.ts"],
  screens: ["scripts/screens.ts"],
};

const [name = "", ...rest] = process.argv.slice(2);
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
if (command === undefined) {
  process.stderr.write(`Commands: ${Object.keys(commands).join(", ")}\n`);
  process.exit(2);
}
await installPackages();
const bun = findBun();
const args = command.map((arg) => (arg.endsWith(".ts") ? join(root, arg) : arg));
// Scripts that start `bun` themselves find this one.
const path = [dirname(bun), process.env.PATH].join(delimiter);
process.exit(await run(bun, [...args, ...rest], { env: { ...process.env, PATH: path } }));

/** Install what the lock file names, unless it is there. */
async function installPackages() {
  const missing = missingPackages();
  if (missing === null) return;
  if (lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink()) {
    fail(`node_modules is a link, and what it links to lacks ${missing}: run "npm ci" where it leads to`);
  }
  process.stderr.write("Installing packages (once)\n");
  // Under `npm test` this is the npm that runs us; else the one in the path.
  const own = process.env.npm_execpath;
  const [npm, first] = own?.endsWith(".js") ? [process.execPath, [own]] : [isWindows ? "npm.cmd" : "npm", []];
  const status = await run(npm, [...first, "ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
  });
  if (status !== 0) process.exit(status);
}

/**
 * The first package that the lock file names and that is not installed in that version; null when there is
 * none. npm leaves a list of what it installed; packages for other systems are not in it.
 */
function missingPackages() {
  const { packages: wanted } = readJson(join(root, "package-lock.json"));
  const list = join(modules, ".package-lock.json");
  const { packages: installed } = existsSync(list) ? readJson(list) : { packages: {} };
  for (const [path, { version, optional, link }] of Object.entries(wanted)) {
    if (!path.startsWith("node_modules/") || link) continue;
    const found = installed[path];
    if (found === undefined ? !optional : found.version !== version) return `${path} ${version}`;
  }
  return null;
}

/**
 * The real Bun. Where npm ran no install scripts, node_modules/.bin/bun is a stub that only complains, and
 * the program still lies in the package of its system.
 */
function findBun() {
  const file = isWindows ? "bun.exe" : "bun";
  const scope = join(modules, "@oven");
  const systems = existsSync(scope) ? readdirSync(scope) : [];
  const places = [
    join(modules, "bun/bin/bun.exe"), // So it is called on every system.
    ...systems.map((system) => join(scope, system, "bin", file)),
  ];
  for (const place of places) {
    const size = statSync(place, { throwIfNoEntry: false })?.size ?? 0;
    if (size < 1024 * 1024) continue;
    if (spawnSync(place, ["--version"], { stdio: "ignore" }).status === 0) return place;
  }
  return fail(
    "npm installed no Bun for this system: see https://bun.com/docs/installation for those that it has",
  );
}

/** Runs to the end; resolves with its exit code (128 and the signal's number when a signal ended it). */
function run(program, args, options) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: "inherit", ...options });
    // A Ctrl-C goes to everything in the terminal: passed on, it would arrive twice, which means "at once".
    const isTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
    const toChild = (signal) => {
      if (signal !== "SIGINT" || !isTerminal) child.kill(signal);
    };
    for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, toChild);
    const end = (code) => {
      for (const signal of ["SIGINT", "SIGTERM"]) process.off(signal, toChild);
      resolve(code);
    };
    child.on("error", (error) => {
      process.stderr.write(`${program}: ${error.message}\n`);
      end(1);
    });
    child.on("exit", (code, signal) => end(code ?? 128 + (constants.signals[signal] ?? 0)));
  });
}

function readJson(path) {
  return JSON.parse(readFileSync(path, "utf8"));
}

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
