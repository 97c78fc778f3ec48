/** What deleted threads and polls said is gone from the disk, while the server runs. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { ask, type Community, found, makeRoom, type Person } from "./community.ts";
import { removeDirectories } from "./koine.ts";

/** How long the journal may keep what was deleted: a second by rule, and much for a slow machine. */
const PATIENCE = 30_000;

let town: Community & { readonly people: Readonly<Record<"owner", Person>> };

beforeAll(async () => {
  town = await found("owner");
}, 60_000);

afterAll(async () => {
  await town.koine.stop();
  removeDirectories();
});

/** The texts that stand in a file of the data directory. */
function standing(texts: readonly string[]): string[] {
  const { directory } = town.koine;
  const files = readdirSync(directory, { recursive: true, encoding: "utf8" })
    .map((name) => join(directory, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true)
    .map((path) => readFileSync(path));
  return texts.filter((text) => files.some((bytes) => bytes.includes(text)));
}

test("titles, messages, questions and options are in no file any more", async () => {
  const { client } = town.people.owner;
  const room = await makeRoom(client, "paper", { kind: "forum" });
  const idOf = (noun: unknown): number => (noun as { id: number }).id;
  const texts = (n: number) => [`title-${n}-goes`, `words-${n}-go`, `question-${n}-goes`, `option-${n}-goes`];
  const make = async (n: number) => {
    const [name, content, question, option] = texts(n);
    const opened = { type: "thread_create", room_id: room, name, content };
    const thread = idOf((await ask(client, opened)).room);
    const asked = { type: "poll_create", room_id: thread, question, options: [option, "other"] };
    const poll = idOf((await ask(client, asked)).message);
    await ask(client, { type: "poll_vote", message_id: poll, option_ids: [1] });
    return { thread, poll };
  };
  const made = [];
  for (let n = 0; n < 60; n++) made.push(await make(n));
  const all = made.flatMap((_, n) => texts(n));
  expect(standing(all)).toEqual(all);

  const [first, ...others] = made;
  await ask(client, { type: "message_delete", message_id: first?.poll });
  for (const { thread } of others) await ask(client, { type: "room_delete", room_id: thread });
  const kept = texts(0).slice(0, 2);
  const deadline = performance.now() + PATIENCE;
  let left = standing(all);
  while (left.length > kept.length && performance.now() < deadline) {
    await Bun.sleep(100);
    left = standing(all);
  }
  expect(left).toEqual(kept);
}, 120_000);
