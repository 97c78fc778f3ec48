/** What was said while the link to an IRC network was down is fetched where the network keeps it. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { conversation, heard, idOf, joined, lost, startIrc } from "../backends/irc/harness.ts";
import type { Served } from "../backends/sdk/fixture.ts";
import { type HistoryServer, historyServer } from "./irc-history-server.ts";

const GAP = /^KeepNet: The link to KeepNet was down from .* to .* UTC; what was said meanwhile is missing\.$/;
let server: HistoryServer;
let served: Served;

beforeAll(async () => {
  server = historyServer(50);
  served = await startIrc(server);
  await joined(served);
  server.say("hello");
  await heard(served, "hello");
});

afterAll(async () => {
  await served.end();
  server.stop();
});

/** What is told of what happens while the link is down, up to a last line that is said when it is there again. */
async function afterBreak(last: string, meanwhile: () => void): Promise<string[]> {
  const before = conversation(served).length;
  server.drop();
  // The backend cannot have come back before this is through.
  meanwhile();
  await lost(served);
  await joined(served);
  server.say(last);
  await heard(served, last);
  return conversation(served).slice(before);
}

const numbered = (name: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) => `ann: ${name} ${i}`);

test("it comes once and in order, page by page, before what is said meanwhile", async () => {
  // Our own lines are in the history too, and fill a page by themselves.
  const own = Array.from({ length: 60 }, (_, i) => served.say("#room", `ours ${i}`, { key: `k${i}` }));
  await Promise.all(own.map(idOf));
  const told = await afterBreak("now", () => {
    const time = Date.now();
    // Said in the same millisecond, so that a page ends among them.
    for (let i = 0; i < 130; i++) server.say(`missed ${i}`, "ann", time);
    // In the channel already, and told twice: as it is said, and with the history.
    server.onAsked(() => server.say("while you ask"));
  });
  expect(told).toEqual([...numbered("missed", 130), "ann: while you ask", "ann: now"]);
  expect(server.asked[0]).toMatch(/^CHATHISTORY AFTER #room timestamp=\d{4}-\S+\.\d{3}Z 50$/);
  expect(server.asked[1]).toMatch(/^CHATHISTORY AFTER #room msgid=m\d+ 50$/);
});

test("where it is refused, or is not offered, one line says from when to when", async () => {
  server.mode = "fails";
  const refused = await afterBreak("refused", () => server.say("lost one"));
  expect(refused).toEqual([expect.stringMatching(GAP), "ann: refused"]);
  server.mode = "offers none";
  const none = await afterBreak("none", () => server.say("lost two"));
  expect(none).toEqual([expect.stringMatching(GAP), "ann: none"]);
  server.mode = "keeps";
});

test("a thousand are fetched, and of what came after them one line says from when to when", async () => {
  const told = await afterBreak("at last", () => {
    for (let i = 0; i < 1_500; i++) server.say(`much ${i}`);
  });
  const much = told.filter((line) => line.startsWith("ann: much "));
  expect(much).toEqual(numbered("much", much.length));
  expect(much.length).toBeLessThanOrEqual(1_000);
  // What stands in the minute before the break is asked for again.
  expect(much.length).toBeGreaterThan(700);
  expect(told.slice(-2)).toEqual([expect.stringMatching(GAP), "ann: at last"]);
  expect(told.filter((line) => GAP.test(line))).toHaveLength(1);
});
