/** What a deleted room or account held is erased in steps: nobody waits for it, and a crash does not end it. */

import { afterAll, expect, test } from "bun:test";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { ask, codeOf, makeRoom } from "./community.ts";
import { askDatabase } from "./database.ts";
import { upload } from "./files-client.ts";
import { enter, register } from "./gateway-client.ts";
import { UNLIMITED } from "./health.ts";
import { type Koine, removeDirectories, startKoine } from "./koine.ts";

const MESSAGES = 2_000;

/** How long a sweep may take on a slow machine. */
const PATIENCE = 60_000;
const TEST_MILLIS = 180_000;

/** Stands in every message of the deleted room. */
const MARK = "xylophonequartz";
/** Stands in a file of it. */
const LETTER = "a letter for the room";

afterAll(removeDirectories);

/** Of the room and its log: what is left on the disk. */
async function left({ directory }: Koine, room: number): Promise<{ messages: number; rows: number }> {
  const count = async (sql: string) =>
    (await askDatabase<{ count: number }>(directory, sql, room))[0]?.count ?? 0;
  const messages = await count("select count(*) as count from message where room = ?");
  const rows = await count("select count(*) as count from log where stream = ? and type like 'message%'");
  return { messages, rows };
}

/** Of the data directory. What the files of PostgreSQL hold, another test shows. */
function filesWith(koine: Koine, text: string): string[] {
  return readdirSync(koine.directory, { recursive: true, encoding: "utf8" }).filter((name) => {
    const path = join(koine.directory, name);
    return statSync(path).isFile() && readFileSync(path).includes(text);
  });
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + PATIENCE;
  while (!(await holds()) && performance.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await holds()).toBe(true);
}

async function fullRoom() {
  const koine = await startKoine({ environment: UNLIMITED });
  const account = await register(koine.url, "ann");
  const { client, ready } = await enter(koine.gateway, account.token);
  const room = await makeRoom(client, "crowded");
  const file = await upload(koine.url, account.token, LETTER, { name: "letter.txt" });
  await ask(client, { type: "message_send", room_id: room, content: MARK, attachment_ids: [file.id] });
  for (let i = 1; i < MESSAGES; ) {
    const sent = [];
    for (let k = 0; k < 50 && i < MESSAGES; k += 1, i += 1) {
      const words = Array.from({ length: 8 }, (_, w) => ((i * 7919 + w * 104729) % 99_991).toString(36));
      sent.push(ask(client, { type: "message_send", room_id: room, content: `${MARK} ${words.join(" ")}` }));
    }
    await Promise.all(sent);
  }
  await ask(client, { type: "message_send", room_id: ready.space.default_room_id, content: "it begins" });
  return { koine, client, account, room, file, square: ready.space.default_room_id };
}

test(
  "others are answered while the messages of a deleted room are erased",
  async () => {
    const { koine, client, account, room, file, square } = await fullRoom();
    const bob = await enter(koine.gateway, (await register(koine.url, "bob")).token);
    expect((await left(koine, room)).messages).toBe(MESSAGES);
    expect((await fetch(koine.url + file.url)).status).toBe(200);
    await ask(client, { type: "room_delete", room_id: room });

    // Out of sight at once, its name free and its files closed, while its rows are still there.
    expect(await codeOf(client, { type: "history_get", room_id: room })).toBe("not_found");
    expect((await ask(client, { type: "search", query: MARK })).messages ?? []).toEqual([]);
    expect((await fetch(koine.url + file.url)).status).toBe(404);
    const exported = await fetch(`${koine.url}/api/v1/account/export`, {
      headers: { Authorization: `Bearer ${account.token}` },
    });
    expect(exported.status).toBe(200);
    const taken = await exported.text();
    expect(taken).toContain("it begins");
    expect(taken).not.toContain(MARK);
    await makeRoom(client, "crowded");

    const seen = new Set<number>();
    for (let rest = await left(koine, room); rest.messages > 0; rest = await left(koine, room)) {
      seen.add(rest.messages);
      await ask(bob.client, { type: "message_send", room_id: square, content: "meanwhile" });
    }
    // Answers came at several stages of the erasing, and not only before and after it.
    expect([...seen].filter((count) => count < MESSAGES).length).toBeGreaterThan(3);
    await until(async () => (await left(koine, room)).rows === 0);
    await until(() => filesWith(koine, MARK).length === 0);
    await until(() => filesWith(koine, LETTER).length === 0);
    expect(await koine.stop()).toBe(0);
    expect(filesWith(koine, MARK)).toEqual([]);
  },
  TEST_MILLIS,
);

test(
  "a server that was killed goes on erasing when it starts again",
  async () => {
    const { koine, client, room } = await fullRoom();
    await ask(client, { type: "room_delete", room_id: room });
    await koine.kill();
    expect((await left(koine, room)).messages).toBeGreaterThan(0);
    const again = await startKoine({ directory: koine.directory, environment: UNLIMITED });
    await until(async () => {
      const { messages, rows } = await left(again, room);
      return messages === 0 && rows === 0;
    });
    await until(() => filesWith(again, MARK).length === 0);
    expect(await again.stop()).toBe(0);
  },
  TEST_MILLIS,
);

test(
  "others are answered while the messages of an account that ends are erased",
  async () => {
    const koine = await startKoine({ environment: UNLIMITED });
    const owner = await enter(koine.gateway, (await register(koine.url, "owner")).token);
    const leaving = await register(koine.url, "leaving");
    const { client, ready } = await enter(koine.gateway, leaving.token);
    const room_id = ready.space.default_room_id;
    // Long ones, so that few of them make a step.
    const words = Array.from({ length: 2_000 }, (_, i) => ((i * 104729) % 99_991).toString(36)).join(" ");
    for (let i = 0; i < 20; i += 1)
      await ask(client, { type: "message_send", room_id, content: `${MARK} ${i} ${words}` });
    const sql = "select count(*) as count from message where text like ?";
    const shown = async () =>
      (await askDatabase<{ count: number }>(koine.directory, sql, `${MARK}%`))[0]?.count ?? 0;
    expect(await shown()).toBe(20);
    const ended = fetch(`${koine.url}/api/v1/account/delete`, {
      method: "POST",
      headers: { Authorization: `Bearer ${leaving.token}`, "Content-Type": "application/json" },
      body: JSON.stringify({ password: "correct horse", with_messages: true }),
    });
    const seen = new Set<number>();
    for (let rest = await shown(); rest > 0; rest = await shown()) {
      seen.add(rest);
      await ask(owner.client, { type: "message_send", room_id, content: "meanwhile" });
    }
    expect((await ended).status).toBe(200);
    expect([...seen].filter((count) => count < 20).length).toBeGreaterThan(1);
    await until(() => filesWith(koine, MARK).length === 0);
    await koine.stop();
  },
  TEST_MILLIS,
);
