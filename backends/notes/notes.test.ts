import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startBackend } from "../sdk/fixture.ts";

const folder = mkdtempSync(join(tmpdir(), "koine-notes-"));
afterAll(() => rmSync(folder, { recursive: true }));

const command = (file: string) => [process.execPath, join(import.meta.dir, "main.ts"), join(folder, file)];

test("notes are kept, found, changed and taken back, over a restart", async () => {
  const first = await startBackend(command("a"));
  expect(first.init).toEqual({
    backend_name: "notes",
    backend_version: [1, 0, 0],
    protocol_version: [0, 1, 0],
    extensions: ["koine.1"],
  });
  expect(await first.update(() => true)).toEqual({
    type: "RoomUpsert",
    value: { id: "notes", parent: null, name: "notes", sendable: true },
  });
  expect(await first.ask({ type: "RoomLookup", value: "notes" })).toEqual({ type: "RoomID", value: "notes" });
  expect(await first.ask({ type: "RoomJoin", value: "notes" })).toEqual({ type: "Success", value: null });
  expect(await first.say("notes", "buy milk", { key: "k1" })).toEqual({ type: "MessageID", value: "k1" });
  expect(await first.say("notes", "buy salt", { key: "k2" })).toEqual({ type: "MessageID", value: "k2" });
  expect(await first.say("notes", "buy bread", { key: "k3" })).toEqual({ type: "MessageID", value: "k3" });
  expect(await first.say("notes", "buy tea", { key: "k4", edit_of: "k1" })).toMatchObject({ value: "k4" });
  expect(await first.say("notes", "", { key: "k5", delete_of: "k2" })).toMatchObject({ value: "k5" });
  expect(await first.end()).toBe(0);

  const second = await startBackend(command("a"));
  // The same key is the same note: it was asked again because the answer got lost.
  expect(await second.say("notes", "buy bread", { key: "k3" })).toEqual({ type: "MessageID", value: "k3" });
  await second.say("notes", "find buy");
  const found = await second.update(({ type }) => type === "MessageUpsert");
  const told = JSON.stringify(found.value);
  expect(told).toContain('2 notes with \\"buy\\"');
  expect(told).toContain("buy tea");
  expect(told).toContain("buy bread");
  expect(told).not.toContain("milk");

  // Another room has notes of its own.
  const room = { parent: null, name: "attic", sendable: true };
  expect(await second.ask({ type: "RoomCreate", value: room })).toEqual({ type: "RoomID", value: "attic" });
  expect(await second.ask({ type: "RoomCreate", value: room })).toMatchObject({
    value: { message: "There is a room attic already" },
  });
  await second.say("attic", "buy a ladder", { key: "k6" });
  await second.say("attic", "find buy");
  const there = await second.update(
    ({ type, value }) =>
      type === "MessageUpsert" &&
      typeof value !== "string" &&
      "recipient" in value &&
      value.recipient === "attic",
  );
  expect(JSON.stringify(there.value)).toContain("buy a ladder");
  expect(JSON.stringify(there.value)).not.toContain("buy tea");
  expect(await second.end()).toBe(0);

  const third = await startBackend(command("a"));
  await third.update(({ value }) => JSON.stringify(value).includes('"attic"'));
  expect(await third.say("cellar", "nowhere")).toMatchObject({ value: { message: "There is no such room" } });
  expect(await third.end()).toBe(0);
});

test("what cannot be done is an error, and the next request is answered", async () => {
  const served = await startBackend(command("b"));
  expect(await served.ask({ type: "RoomLookup", value: "attic" })).toEqual({
    type: "Error",
    value: { message: "The rooms here are called notes", debug_info: null, retry: false },
  });
  expect(await served.ask({ type: "MessageGet", value: "x" })).toMatchObject({
    value: { message: "this network knows no MessageGet" },
  });
  expect(await served.say("notes", "still here", { key: "k" })).toMatchObject({ type: "MessageID" });
  expect(await served.end()).toBe(0);
  expect(readFileSync(join(folder, "b"), "utf8")).toContain("still here");
});

test("a server that breaks the protocol is left, and the log says why", async () => {
  const served = await startBackend(command("c"));
  served.write('{"sequence_number":0,"body":{"type":"RoomBurn","value":"x"}}');
  expect(await served.end()).toBe(1);
  expect(served.log()).toBe("the server broke the protocol: no request is called RoomBurn\n");
});

test("a request at the very end is still answered", async () => {
  const served = await startBackend(command("d"));
  const answer = served.say("notes", "last words", { key: "k" });
  expect(await served.end()).toBe(0);
  expect(await answer).toEqual({ type: "MessageID", value: "k" });
});

test("docs/backends.md shows the whole program, as it is", () => {
  const page = readFileSync(join(import.meta.dir, "../../docs/backends.md"), "utf8");
  const [begin, middle, end] = [
    "## The smallest backend",
    "What is left is the program",
    "## What runBackend",
  ];
  const codeIn = (from = "", to = ""): string =>
    [...page.slice(page.indexOf(from), page.indexOf(to)).matchAll(/```ts\n(.*?)```/gs)]
      .map(([, code = ""]) => code)
      .join("");
  const lines = (code: string) =>
    code
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "");
  const source = (name: string): string[] => lines(readFileSync(join(import.meta.dir, name), "utf8"));
  expect(lines(codeIn(begin, middle))).toEqual(source("notes.ts"));
  expect(lines(codeIn(middle, end))).toEqual(source("main.ts"));
});
