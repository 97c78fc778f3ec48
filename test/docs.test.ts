/**
 * The commands in the documents are run as they are written, in order, against a real server; a block of text after
 * one is what it prints.
 *
 * Needs the Debian packages curl and jq.
 */

import { afterAll, expect, test } from "bun:test";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { removeDirectories, startKoine, temporaryDirectory } from "./koine.ts";

/** Where Bun is by its name, whatever the file is called that runs this. */
const bins = join(import.meta.dir, "../node_modules/.bin");

const ROOT = join(import.meta.dir, "..");
const hasTools = ["bash", "curl", "jq"].every((name) => Bun.which(name) !== null);
const inCi = (process.env.CI ?? "") !== "";

/** Stands between what two blocks print. */
const CUT = "=== next block ===";

afterAll(removeDirectories);

interface Block {
  readonly language: string;
  readonly text: string;
}

function blocksOf(path: string): Block[] {
  const found = readFileSync(join(ROOT, path), "utf8").matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm);
  return [...found].map(([, language = "", text = ""]) => ({ language, text }));
}

test.skipIf(hasTools || !inCi)("curl and jq are there to run the documents with", () => {
  throw new Error("Install the Debian packages curl and jq: the documents are unproven");
});

test.skipIf(!hasTools).each(["docs/using-the-api.md", "docs/handbook.md"])(
  "%s does what it says",
  async (path) => {
    const blocks = blocksOf(path);
    expect(blocks.filter(({ language }) => !["sh", "text", "ts"].includes(language))).toEqual([]);
    const directory = temporaryDirectory();
    mkdirSync(join(directory, "node_modules/@koine"), { recursive: true });
    symlinkSync(join(ROOT, "sdk"), join(directory, "node_modules/@koine/sdk"));
    for (const { language, text } of blocks) {
      const name = /^\/\/ (\w+\.ts)\n/.exec(text)?.[1];
      if (language === "ts") writeFileSync(join(directory, name ?? "a script without a name"), text);
    }
    const commands = blocks.filter(({ language }) => language === "sh").map(({ text }) => text);
    const koine = await startKoine();
    const shell = Bun.spawn(["bash", "-u", "-c", commands.join(`\necho '${CUT}'\n`)], {
      cwd: directory,
      env: { KOINE: koine.url, PATH: [dirname(process.execPath), bins, process.env.PATH].join(":") },
      stdout: "pipe",
      stderr: "pipe",
    });
    const [printed, complaints] = await Promise.all([shell.stdout.text(), shell.stderr.text()]);
    expect(complaints).toBe("");
    expect(await shell.exited).toBe(0);
    const wanted = blocks.flatMap(({ language }, i) => {
      const next = blocks[i + 1];
      return language === "sh" ? [next?.language === "text" ? next.text : ""] : [];
    });
    expect(printed.split(`${CUT}\n`)).toEqual(wanted);
    expect(await koine.stop()).toBe(0);
  },
  60_000,
);
