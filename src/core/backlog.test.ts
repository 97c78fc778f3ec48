import { expect, test } from "bun:test";
import { sharedBacklog } from "./backlog.ts";
import { world } from "./hub-fixture.ts";

const ROOM = 7;

const seqs = (events: readonly { readonly seq: number }[]) => events.map(({ seq }) => seq);

test("many who come back at once share one reading", async () => {
  const { log, reads, store } = world();
  for (let i = 0; i < 5; i++) store(ROOM);
  const read = sharedBacklog(log, () => 0);
  const all = await Promise.all([read(ROOM, 0, 5), read(ROOM, 2, 5), read(ROOM, 4, 5)]);
  expect(all.map(seqs)).toEqual([[1, 2, 3, 4, 5], [3, 4, 5], [5]]);
  expect(seqs(await read(ROOM, 3, 5))).toEqual([4, 5]);
  expect(reads).toEqual(["7 after 0"]);
});

test("what was read serves only up to where it reaches", async () => {
  const { log, reads, store } = world();
  store(ROOM);
  const read = sharedBacklog(log, () => 0);
  await read(ROOM, 0, 1);
  store(ROOM);
  expect(seqs(await read(ROOM, 0, 2))).toEqual([1, 2]);
  expect(seqs(await read(ROOM, 0, Number.MAX_SAFE_INTEGER))).toEqual([1, 2]);
  expect(reads.length).toBe(3);
});

test("a reading that began too early to have the event is not the answer", async () => {
  const { log, store } = world();
  const read = sharedBacklog(log, () => 0);
  const early = read(ROOM, 0, 1); // The log is empty now.
  const [found] = await Promise.all([early.then(() => read(ROOM, 0, 1)), early.then(() => store(ROOM))]);
  expect(seqs(found)).toEqual([1]);
});

test("an earlier position than the one being read is read by itself", async () => {
  const { log, reads, store } = world();
  for (let i = 0; i < 4; i++) store(ROOM);
  const read = sharedBacklog(log, () => 0);
  const [later, earlier] = await Promise.all([read(ROOM, 3, 4), read(ROOM, 1, 4)]);
  expect([seqs(later), seqs(earlier)]).toEqual([[4], [2, 3, 4]]);
  expect(reads).toEqual(["7 after 3", "7 after 1"]);
});

test("pages of a limited reading lead to the end", async () => {
  const { log, store } = world(3);
  for (let i = 0; i < 8; i++) store(ROOM);
  const read = sharedBacklog(log, () => 0);
  const found: number[] = [];
  for (;;) {
    const page = seqs(await read(ROOM, found.at(-1) ?? 0, Number.MAX_SAFE_INTEGER));
    if (page.length === 0) break;
    found.push(...page);
  }
  expect(found).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

test("what was read is forgotten after 2 seconds, and a failure is not remembered", async () => {
  let time = 0;
  const made = world();
  made.store(ROOM);
  const read = sharedBacklog(made.log, () => time);
  await read(ROOM, 0, 1);
  time = 2_001;
  await read(ROOM, 0, 1);
  expect(made.reads.length).toBe(2);
  time = 5_000;
  made.failure = new Error("no disk");
  expect(read(ROOM, 0, 1)).rejects.toThrow("no disk");
  await Promise.resolve();
  made.failure = null;
  expect(seqs(await read(ROOM, 0, 1))).toEqual([1]);
});
