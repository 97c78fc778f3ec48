/** What is deleted is gone from the disk too: while the server runs, and after it has stopped. */

import { Database } from "bun:sqlite";
import { afterAll, beforeAll, expect, test } from "bun:test";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { enter, register } from "./gateway-client.ts";
import { UNLIMITED } from "./health.ts";
import { type Koine, removeDirectories, startKoine } from "./koine.ts";

/** How long the journal may keep what was deleted: a second by rule, and much for a slow machine. */
const PATIENCE = 30_000;

let koine: Koine;

beforeAll(async () => {
  koine = await startKoine({ environment: UNLIMITED });
}, 30_000);

afterAll(async () => {
  removeDirectories();
});

/** Which of the texts stand in which file of the data directory. */
function found(texts: readonly string[]): string[] {
  const hits: string[] = [];
  for (const name of readdirSync(koine.directory, { recursive: true, encoding: "utf8" })) {
    const path = join(koine.directory, name);
    if (!statSync(path).isFile()) continue;
    const bytes = readFileSync(path);
    for (const text of texts) if (bytes.includes(text)) hits.push(`${text} in ${name}`);
  }
  return hits;
}

async function gone(texts: readonly string[]): Promise<void> {
  const deadline = performance.now() + PATIENCE;
  let hits = found(texts);
  while (hits.length > 0 && performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    hits = found(texts);
  }
  expect(hits).toEqual([]);
}

test("deleted and overwritten texts are in no file, and the kept ones are", async () => {
  const { token } = await register(koine.url, "ann");
  const { client, ready } = await enter(koine.gateway, token);
  const room_id = ready.space.default_room_id;
  const send = async (content: string) => {
    const { message } = await client.request({ type: "message_send", room_id, content });
    return (message as { id: number }).id;
  };
  // Of every size, so that cells move, pages split and some overflow.
  const filler = (i: number) => ` ${"filler ".repeat((i * 37) % 900)}`;
  const kept: string[] = [];
  const dead: string[] = [];
  const doomed: number[] = [];
  for (let i = 0; i < 120; i++) {
    kept.push(`kept-${i}-words-stay`);
    await send(`kept-${i}-words-stay${filler(i)}`);
    const first = `first-${i}-words-go`;
    const id = await send(`${first}${filler(i)}`);
    dead.push(first);
    if (i % 3 === 0) {
      // Edited, then kept: the words before the edit go.
      const second = `second-${i}-words-stay`;
      await client.request({ type: "message_edit", message_id: id, content: `${second}${filler(i + 1)}` });
      kept.push(second);
    } else {
      if (i % 3 === 1) {
        const second = `second-${i}-words-go`;
        await client.request({ type: "message_edit", message_id: id, content: `${second}${filler(i + 7)}` });
        dead.push(second);
      }
      doomed.push(id);
      // An answer quotes what it answers; the quote goes with it.
      await client.request({ type: "message_send", room_id, content: "an answer", reply_to: id });
    }
  }
  expect(found(dead).length).toBeGreaterThan(0); // Or nothing would be shown below.
  for (const message_id of doomed) {
    expect((await client.request({ type: "message_delete", message_id })).type).toBe("ok");
  }
  // An edit keeps the text before it as history, until the message is deleted or the server keeps none.
  const edited = dead.filter((text) => !text.startsWith("first-") || Number(text.split("-")[1]) % 3 !== 0);
  await gone(edited);
  await client.close();
  expect(await koine.stop()).toBe(0);
  expect(found(edited)).toEqual([]);
  const missing = kept.filter((text) => found([text]).length === 0);
  expect(missing).toEqual([]);

  const db = new Database(join(koine.directory, "koine.db"), { readonly: true });
  const rows = db
    .query<{ row: string }, []>("select json_array(type, user, subject, detail) as row from log")
    .all();
  db.close();
  expect(rows.length).toBeGreaterThan(400);
  // The log refers to messages and repeats none of their words, of the living neither.
  expect(rows.filter(({ row }) => row.includes("words"))).toEqual([]);
}, 120_000);
