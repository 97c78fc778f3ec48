/** `koine import originchats`: what an OriginChats server kept is here, as its people knew it. */

import { afterAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { askKoine, runKoine } from "./command-line.ts";
import { enter, register } from "./gateway-client.ts";
import { removeDirectories, startKoine, temporaryDirectory } from "./koine.ts";

setDefaultTimeout(60_000);

afterAll(removeDirectories);

/** A picture of one pixel. */
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

const SAID = 1_795_219_548.25;
/** Of a webhook, as their senders have it. */
const TOKEN = "0b3f1f0e-6a55-4c3c-9d3e-2f6d8a1b7c90d2c1e0f94b3a4857a6b5c4d3e2f10987";
const EVERYBODY = { view: ["user"], send: ["user"], delete: ["admin"], create_thread: ["user"] };

/** The folder of a small server. */
async function oldServer(): Promise<string> {
  const folder = temporaryDirectory();
  const db = join(folder, "db");
  for (const name of ["channels", "threads", "threadMessages", "serverEmojis"])
    mkdirSync(join(db, name), { recursive: true });
  const write = (name: string, value: unknown): void => writeFileSync(join(db, name), JSON.stringify(value));
  const lines = (name: string, ...values: readonly unknown[]): void =>
    writeFileSync(join(db, name), values.map((value) => `${JSON.stringify(value)}   `).join("\n"));
  const hash = await Bun.password.hash("olive's own", { algorithm: "bcrypt", cost: 4 });
  const local = (name: string, roles: readonly string[]) => ({
    username: `USR:local_${name}`,
    nickname: name,
    roles,
    status: { status: "online", text: "" },
    some_password_field: hash,
  });
  write("users.json", {
    "USR:local_olive": local("olive", ["owner", "user"]),
    "USR:local_bob": local("bob", ["gamer", "user"]),
    "USR:local_mallory": local("mallory", ["banned", "user"]),
    "USR:7f3a": { username: "roger", roles: ["user"] },
    "USR:local_broken": { username: 5 },
  });
  write("roles.json", {
    owner: { permissions: ["administrator"], position: 0 },
    user: { permissions: ["send_messages"], position: 3 },
    gamer: {
      color: "#00ff00",
      hoisted: true,
      self_assignable: true,
      position: 2,
      permissions: ["manage_messages"],
    },
  });
  write("channels.json", [
    { name: "general", type: "text", permissions: EVERYBODY },
    { name: "secret", type: "text", description: "Hush", permissions: { view: ["gamer"], send: ["gamer"] } },
    { name: "help", type: "forum", permissions: EVERYBODY },
    { name: "lounge", type: "voice", permissions: EVERYBODY },
  ]);
  const common = { pinned: false, type: "message", interaction: null };
  const id = (n: number): string => `00000000-0000-4000-8000-00000000000${n}`;
  lines(
    "channels/general.json",
    {
      ...common,
      id: id(1),
      user: "USR:local_olive",
      content: "hello @USR:local_bob",
      timestamp: SAID,
      pinned: true,
    },
    {
      ...common,
      id: id(2),
      user: "USR:7f3a",
      content: "hi",
      timestamp: SAID + 1,
      edited: true,
      reply_to: { id: id(1), user: "USR:local_olive" },
      reactions: {
        "👍": ["USR:local_bob"],
        "originChats://host/emojis/0": ["USR:local_olive"],
        "a word": ["USR:7f3a"],
      },
    },
    {
      ...common,
      id: id(3),
      user: "originChats",
      content: "built",
      timestamp: SAID + 2,
      webhook: { id: "w1", name: "CI", avatar: null },
    },
  );
  lines("channels/secret.json", {
    ...common,
    id: id(4),
    user: "USR:local_bob",
    content: "psst",
    timestamp: SAID,
  });
  write("threads/3ffb.json", {
    id: "3ffb",
    name: "My question",
    parent_channel: "help",
    created_by: "USR:local_bob",
    created_at: SAID,
    locked: true,
    archived: false,
    participants: ["USR:local_bob"],
  });
  lines("threadMessages/3ffb.jsonl", {
    ...common,
    id: id(5),
    user: "USR:local_bob",
    content: "why?",
    timestamp: SAID,
  });
  write("serverEmojis.json", { 0: { name: "Party", fileName: "0.png" } });
  writeFileSync(join(db, "serverEmojis/0.png"), PNG);
  write("polls.json", { p: {} });
  const hook = {
    channel: "general",
    name: "CI",
    token: TOKEN,
    created_by: "USR:local_bob",
    created_at: SAID,
  };
  write("webhooks.json", { w1: hook, w2: { ...hook, channel: "gone", token: `${TOKEN}2` }, w3: { name: 5 } });
  return folder;
}

interface Carried {
  readonly made: Readonly<Record<string, number>>;
  readonly left: Readonly<Record<string, number>>;
}

test("accounts, roles, channels, threads, emojis and what was said are taken over, and once only", async () => {
  const folder = await oldServer();
  const data = temporaryDirectory();
  const first = await askKoine<Carried>(["import", "originchats", folder], { data });
  expect(first.made).toEqual({
    accounts: 3,
    roles: 1,
    channels: 3,
    emojis: 1,
    messages: 5,
    threads: 1,
    webhooks: 1,
  });
  expect(first.left).toEqual({
    account: 1,
    webhook: 1,
    "webhook (of a channel that was left behind)": 1,
    reaction: 1,
    poll: 1,
  });
  const again = await askKoine<Carried>(["import", "originchats", folder], { data });
  expect(again.made).toEqual({});

  const koine = await startKoine({ directory: data });
  const login = (handle: string, password: string): Promise<Response> =>
    fetch(`${koine.url}/api/v1/login`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ handle, password }),
    });
  expect((await login("mallory", "olive's own")).status).not.toBe(200);
  expect((await login("olive", "another's")).status).toBe(401);
  // The second time against the hash that came in the old one's place.
  await login("olive", "olive's own");
  const { token } = (await (await login("olive", "olive's own")).json()) as { token: string };
  const { client, ready } = await enter(koine.gateway, token);
  expect(ready.rooms).toMatchObject([
    { name: "general" },
    { name: "secret", topic: "Hush" },
    { name: "help" },
    { name: "lounge" },
  ]);
  const {
    general = 0,
    secret = 0,
    help = 0,
  } = Object.fromEntries(ready.rooms.map((room) => [room.name, room.id]));
  const history = async (room: number): Promise<unknown> =>
    (await client.request({ type: "history_get", room_id: room, limit: 10 })).messages;
  const party = expect.stringMatching(/^:party:\d+$/);
  expect(await history(general)).toMatchObject([
    { author: { handle: "olive" }, content: "hello @bob", created: SAID * 1_000, pinned: true },
    {
      author: { handle: "roger@rotur" },
      content: "hi",
      edited: expect.any(Number),
      reply_to: { author: { handle: "olive" } },
      reactions: [
        { emoji: "👍", count: 1 },
        { emoji: party, count: 1, me: true },
      ],
    },
    { author: { name: "CI" }, webhook_id: expect.any(Number), content: "built" },
  ]);
  const post = `${koine.url}/webhooks?token=${TOKEN}`;
  const posted = await fetch(post, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ content: "built again" }),
  });
  expect(posted.status).toBe(204);
  const told = await client.event("message_create");
  expect(told.message).toMatchObject({ content: "built again", author: { name: "CI" } });
  expect(await history(secret)).toMatchObject([{ author: { handle: "bob" }, content: "psst" }]);
  const threads = await client.request({ type: "threads_get", room_id: help, limit: 10 });
  expect(threads.rooms).toMatchObject([{ name: "My question", locked: true }]);
  await client.close();

  // Who has not the role does not see what was hidden from them there.
  const { token: cids } = await register(koine.url, "cid");
  const cid = await enter(koine.gateway, cids);
  expect(cid.ready.rooms.map(({ name }) => name)).toEqual(["general", "help", "lounge"]);
  await cid.client.close();
});

test("a folder that is none says so", async () => {
  const { code, err } = await runKoine(["import", "originchats", temporaryDirectory()], {
    data: temporaryDirectory(),
  });
  expect(code).toBe(1);
  expect(err).toContain("There is no OriginChats server in");
});
