import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { largestId, openWriter } from "./open.ts";

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "koine-open-"));
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** Opens a database whose ids begin at 1; `largest` says which was the last that was given away. */
function open() {
  let last = 0;
  const newId = () => ++last;
  return { ...openWriter(directory, { now: 0, newId, randomText: () => "epoch" }), largest: () => last };
}

test("where there is no database, ids may begin anywhere", () => {
  expect(largestId(directory)).toBe(0);
});

test("the largest id of a new database is found", () => {
  const { db, release, largest } = open();
  expect(largestId(directory)).toBe(largest());
  db.close();
  release();
});

test.each([
  ["an invite", "insert into invite values (?, 1, 'c', 1, '[]', 0, 0, 0, 0)"],
  ["a stream", "insert into counter (id, seq, n) values (?, 0, 0)"],
  ["a role", "insert into role (id, space, name, position, permissions) values (?, 1, 'r', 1, '[]')"],
])("the largest id is found when it is that of %s", (_what, insert) => {
  const { db, release } = open();
  db.run(insert, [1_000_000]);
  expect(largestId(directory)).toBe(1_000_000);
  db.close();
  release();
});

test("numbers that a search index keeps for itself are no ids", () => {
  const { db, release, largest } = open();
  db.run("create virtual table trial using fts5 (text)");
  db.run("insert into trial values ('some words')");
  const own = db.query<{ id: number }, []>("select max(id) as id from trial_data").get();
  expect(own?.id).toBeGreaterThan(1_000_000);
  expect(largestId(directory)).toBe(largest());
  db.close();
  release();
});
