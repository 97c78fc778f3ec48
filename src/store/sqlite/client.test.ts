import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Command } from "../../core/commands.ts";
import type { Log } from "../../core/log.ts";
import type { Outcome, Store } from "../../core/ports.ts";
import { openSqlite } from "./client.ts";

const quiet: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "koine-store-"));
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

function open(name: string, onCrash: (reason: string) => void): Promise<Store> {
  const worker = new URL("../../worker.ts", import.meta.url).href;
  return openSqlite(join(directory, name), () => new Worker(worker), quiet, onCrash);
}

const change: Command = { type: "sessions_seen", input: { sessions: [], forgetBefore: 0 } };
const read: Command = { type: "heads_get", input: { streams: [] } };

test("a store that is closed carries out first what was taken in, reads included", async () => {
  const crashes: string[] = [];
  const store = await open("closing", (reason) => crashes.push(reason));
  const outcomes: Outcome[] = [];
  const keep = (outcome: Outcome) => outcomes.push(outcome);
  for (let i = 0; i < 20; i += 1) {
    store.change(null, change, keep);
    store.read(null, read, keep);
  }
  await store.close();
  expect(crashes).toEqual([]);
  expect(outcomes).toHaveLength(40);
  expect(outcomes.filter(({ ok }) => !ok)).toEqual([]);
  // Nothing is left in the journal for the next to find.
  expect(statSync(join(directory, "closing", "koine.db-wal"), { throwIfNoEntry: false })?.size ?? 0).toBe(0);
});

test("a closed store refuses", async () => {
  const store = await open("closed", () => undefined);
  await store.close();
  const outcomes: Outcome[] = [];
  store.change(null, change, (outcome) => outcomes.push(outcome));
  store.read(null, read, (outcome) => outcomes.push(outcome));
  expect(outcomes).toMatchObject([
    { ok: false, fault: { code: "storage" } },
    { ok: false, fault: { code: "storage" } },
  ]);
});
