/**
 * Every packet of the BIG wire is shown by a transcript: each request with its response, each event of a client and each
 * of the server, an ack, a ping and an error. The names are those of `docs/protocols/big.md` sections 4 to 6.
 */

import { expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dir, "..");
const folder = join(root, "src/dialects/big/transcripts");
const spec = readFileSync(join(root, "docs/protocols/big.md"), "utf8");
const lines = readdirSync(folder)
  .filter((name) => name.endsWith(".txt"))
  .flatMap((name) => readFileSync(join(folder, name), "utf8").split("\n"));
const said = lines.filter((line) => /^\w+ > /.test(line)).join("\n");
const told = lines.filter((line) => /^\w+ < /.test(line)).join("\n");

/** The names in the first column of the table that a section of the page begins with. */
function namesIn(section: string): string[] {
  const [, text = ""] = spec.split(`\n## ${section}. `);
  const [table = ""] = text.split(/\n\n(?!\|)(?=[^|\n])/);
  const [, ...rows] = [...table.matchAll(/^\| `(\w+)`/gm)].map(([, name = ""]) => name);
  return rows;
}

function asks(line: number, payloadType: string): boolean {
  return (
    lines[line]?.includes(`"type":"request"`) === true &&
    lines[line].includes(`"payloadType":"${payloadType}"`)
  );
}

test("the page names what there is", () => {
  expect(namesIn("4")).toEqual(["new", "edit", "delete", "dlvrd", "read", "messages", "chat", "chats"]);
  expect(namesIn("5")).toEqual(["typing", "offline"]);
  expect(namesIn("6")).toContain("closeCall");
});

for (const name of [...namesIn("4"), "newCall", "closeCall"])
  test(`the request ${name} and its response`, () => {
    const answers = lines.filter((_, i) => asks(i - 1, name));
    expect(answers.join("\n")).toMatch(/^\w+ < \{"type":"response"/m);
  });

for (const name of namesIn("5"))
  test(`the client's event ${name}`, () =>
    expect(said).toMatch(new RegExp(`"type":"event".*"payloadType":"${name}"`)));

for (const name of namesIn("6"))
  test(`the server's event ${name}`, () =>
    expect(told).toMatch(new RegExp(`"type":"event".*"eventType":"${name}"`)));

test("acks, pings, errors and warnings", () => {
  expect(said).toMatch(/"type":"ack"/);
  expect(said).toMatch(/ > ping$/m);
  expect(told).toMatch(/ < \{"event":"pong"\}$/m);
  expect(told).toMatch(/"error":\{"id":.*"type":"error"/);
  expect(told).toMatch(/"error":\{"id":.*"type":"warning"/);
});
