/**
 * What the transcripts show: every text of `texts.ts` (or a test of `test/originchats*.test.ts` does, as an answer),
 * and of every command its success and, where it is told to others, who is told and who is not.
 */

import { expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { takes } from "./inbound.ts";
import { TEXTS } from "./texts.ts";
import { broadcasts } from "./transcripts/broadcasts.ts";

const folder = join(import.meta.dir, "transcripts");
const transcripts = readdirSync(folder)
  .filter((name) => name.endsWith(".txt"))
  .map((name) => readFileSync(join(folder, name), "utf8"));

/** What needs more than a server, e.g. a validator that answers: tests with a server of their own. */
const tests = join(import.meta.dir, "../../../test");
const tested = readdirSync(tests)
  .filter((name) => /^originchats.*\.test\.ts$/.test(name))
  .map((name) => readFileSync(join(tests, name), "utf8"));

/** Answers with an error, always. */
const neverDone: readonly string[] = ["plugins_reload"];

/** What came after a command and before the next: the frames of each, and who got none. */
interface Shown {
  readonly cmd: string;
  readonly who: string;
  readonly frames: readonly { readonly who: string; readonly frame: string }[];
  readonly nothing: readonly string[];
}

const shown: Shown[] = transcripts.flatMap((transcript) => {
  const steps: { cmd: string; who: string; frames: { who: string; frame: string }[]; nothing: string[] }[] =
    [];
  for (const line of transcript.split("\n")) {
    const [, who = "", sign = "", rest = ""] = /^(\w+) (\S+) ?(.*)$/.exec(line) ?? [];
    if (line.startsWith("#") || sign === "") continue;
    if (sign === ">")
      steps.push({ cmd: /"cmd": ?"(\w+)"/.exec(rest)?.[1] ?? "", who, frames: [], nothing: [] });
    if (sign === "<" && rest === "") steps.at(-1)?.nothing.push(who);
    else if (sign === "<" || sign === "<~") steps.at(-1)?.frames.push({ who, frame: rest });
  }
  return steps;
});

function isShown(cmd: string): boolean {
  const { packet = null, audience = "caller" } = broadcasts[cmd] ?? {};
  return shown.some(({ cmd: asked, who, frames, nothing }) => {
    if (asked !== cmd) return false;
    if (!frames.some((one) => one.who === who && !/"cmd": ?"(error|rate_limit)"/.test(one.frame)))
      return false;
    if (packet === null) return true;
    const others = frames.filter((one) => one.who !== who && one.frame.includes(`"cmd": "${packet}"`));
    return others.length > 0 && (audience === "all" || nothing.length > 0);
  });
}

test("every text is an answer in a transcript or in a test", () => {
  const answers = transcripts.flatMap((one) => one.split("\n").filter((line) => /^\w+ <~? /.test(line)));
  const expected = tested.flatMap((one) => one.split("\n").filter((line) => /\b(val|reason): "/.test(line)));
  const all = [...answers, ...expected].join("\n");
  const missing = (Object.keys(TEXTS) as (keyof typeof TEXTS)[]).filter((name) => {
    const pattern = JSON.stringify(TEXTS[name])
      .replaceAll(/[.*+?^$()|[\]\\]/g, "\\$&")
      .replaceAll(/\{\w+\}/g, ".+");
    return !new RegExp(pattern).test(all);
  });
  expect(missing).toEqual([]);
});

test("every command is shown, with those who are told and those who are not", () => {
  expect(takes.filter((cmd) => !isShown(cmd))).toEqual([...neverDone]);
});

test("what the web client sends is taken", () => {
  const spec = readFileSync(join(import.meta.dir, "../../../docs/protocols/originchats.md"), "utf8");
  const list = /### 14\.3[^\n]*\n\n`([a-z_, °]+)`/.exec(spec)?.[1] ?? "";
  const sent = list.split(", ").map((name) => name.replace("°", ""));
  expect(sent).toHaveLength(71);
  // Who is not signed in says these.
  const first = ["auth", "login", "register"];
  expect(sent.filter((name) => !takes.includes(name) && !first.includes(name))).toEqual([]);
});

test("each step of the web client has the test that the README names", () => {
  const readme = readFileSync(join(import.meta.dir, "README.md"), "utf8");
  const rows = readme.matchAll(/^\| 14\.[^|]*\| `([^`]+)`: (.*?) *\|$/gm).toArray();
  expect(rows.length).toBeGreaterThan(10);
  const root = join(import.meta.dir, "../../..");
  const missing = rows.filter(
    ([, file = "", name]) => !readFileSync(join(root, file), "utf8").includes(`"${name}"`),
  );
  expect(missing.map(([row]) => row)).toEqual([]);
});

test("what is told to others is a command's", () => {
  expect(Object.keys(broadcasts).filter((cmd) => !takes.includes(cmd))).toEqual([]);
});
