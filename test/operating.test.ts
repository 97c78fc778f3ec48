/**
 * The commands of docs/operating.md, run in their order as they are written, against a real server. Its folders are
 * moved below a temporary one; `sudo` and `systemctl` are ours, for they need root and systemd: they run what the
 * unit runs. A block of text after one is what it prints.
 *
 * Needs the Debian packages curl and jq.
 */

import { afterAll, expect, test } from "bun:test";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { readConfig } from "../src/config.ts";
import { removeDirectories, temporaryDirectory } from "./koine.ts";

const ROOT = join(import.meta.dir, "..");
const hasTools = ["bash", "curl", "jq"].every((name) => Bun.which(name) !== null);
const inCi = (process.env.CI ?? "") !== "";

/** Stands between what two blocks print. */
const CUT = "=== next block ===";

afterAll(removeDirectories);

test.skipIf(hasTools || !inCi)("curl and jq are there to run the document with", () => {
  throw new Error("Install the Debian packages curl and jq: docs/operating.md is unproven");
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("unreachable: a port has a number");
  return address.port;
}

function script(folder: string, name: string, text: string): void {
  writeFileSync(join(folder, name), `#!/bin/bash\nset -eu\n${text}\n`, { mode: 0o755 });
}

test.skipIf(!hasTools)(
  "docs/operating.md does what it says",
  async () => {
    const root = temporaryDirectory();
    const [port, metrics] = [await freePort(), await freePort()];
    const bin = join(root, "bin");
    for (const folder of [
      bin,
      join(root, "etc/koine"),
      join(root, "var/lib/koine"),
      join(root, "var/backups/koine"),
    ])
      mkdirSync(folder, { recursive: true, mode: 0o700 });
    const moved = (text: string): string =>
      text
        .replaceAll(/(?<![\w.])\/(etc|var\/lib|var\/backups)\/koine/g, `${root}/$1/koine`)
        .replaceAll("127.0.0.1:8080", `127.0.0.1:${port}`)
        .replaceAll("127.0.0.1:9100", `127.0.0.1:${metrics}`);

    script(bin, "koine", `exec ${process.execPath} ${join(ROOT, "src/main.ts")} "$@"`);
    script(bin, "sudo", `[ "$1 $2" = "-u koine" ] && shift 2\nexec env "$@"`);
    const environment = `KOINE_DATA=${root}/var/lib/koine KOINE_CONFIG=${root}/etc/koine/koine.toml`;
    script(
      bin,
      "systemctl",
      `case "$1" in
enable|start)
  env ${environment} koine serve > ${root}/log 2>&1 &
  echo $! > ${root}/pid
  for try in $(seq 600); do curl -sf http://127.0.0.1:${port}/readyz > /dev/null && exit 0; sleep 0.1; done; exit 1;;
stop) kill $(cat ${root}/pid); while kill -0 $(cat ${root}/pid) 2> /dev/null; do sleep 0.1; done;;
*) exit 1;;
esac`,
    );

    const found = readFileSync(join(ROOT, "docs/operating.md"), "utf8").matchAll(
      /^```(\w+)\n([\s\S]*?)^```$/gm,
    );
    const blocks = [...found].map(([, language = "", text = ""]) => ({ language, text: moved(text) }));
    const languages = ["sh", "text", "console", "toml"];
    expect(blocks.filter(({ language }) => !languages.includes(language))).toEqual([]);
    // What is shown of the configuration can be written so.
    for (const [i, { text }] of blocks.filter(({ language }) => language === "toml").entries()) {
      const file = join(root, `shown-${i}.toml`);
      writeFileSync(file, text);
      expect(readConfig({}, file).file).toBe(file);
    }
    const commands = blocks.filter(({ language }) => language === "sh").map(({ text }) => text);
    expect(commands.length).toBeGreaterThan(6);
    const shell = Bun.spawn(["bash", "-eu", "-c", commands.join(`\necho '${CUT}'\n`)], {
      cwd: root,
      env: { PASSWORD: "a fine password", PATH: `${bin}:${process.env.PATH}` },
      stdout: "pipe",
      stderr: "pipe",
    });
    const [printed, complaints] = await Promise.all([shell.stdout.text(), shell.stderr.text()]);
    if (existsSync(join(root, "pid")))
      process.kill(Number(readFileSync(join(root, "pid"), "utf8")), "SIGTERM");
    // On a slow machine it tells how far it is.
    expect(complaints.replaceAll(/^[\w ]+: \d+ %\n/gm, "")).toBe("");
    expect(await shell.exited).toBe(0);
    const outputs = printed.split(`${CUT}\n`);
    for (const [i, { language }] of blocks.entries()) {
      if (language !== "sh") continue;
      const output = outputs.shift();
      const next = blocks[i + 1];
      if (next?.language === "text") expect(output).toBe(next.text);
    }
    // The doctor finds no problem on a server that was set up so.
    expect(printed.endsWith(`${CUT}\n`)).toBe(true);
  },
  120_000,
);
