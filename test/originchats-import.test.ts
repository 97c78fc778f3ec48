/** `koine import originchats`: what an OriginChats server kept is here, as its people knew it. */

import { afterAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { askKoine, runKoine } from "./command-line.ts";
import { enter, register } from "./gateway-client.ts";
import { removeDirectories, startKoine, temporaryDirectory } from "./koine.ts";
import { connectOrigin } from "./originchats-client.ts";

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
    {
      ...common,
      id: id(8),
      user: "originChats",
      content: "",
      timestamp: SAID + 2,
      webhook: { id: "w1", name: "CI", avatar: null },
      embeds: [
        { type: "rich", title: "Build 7", image: { url: "https://example.test/a.png" } },
        { type: "no" },
      ],
    },
    {
      ...common,
      id: id(6),
      user: "USR:local_bob",
      content: "",
      timestamp: SAID + 3,
      attachments: [{ id: "f1", name: "a.png" }, { id: "f2", name: "old.png" }, { id: "f3" }],
    },
    {
      ...common,
      id: id(7),
      user: "USR:local_olive",
      content: "",
      timestamp: SAID + 4,
      embeds: [{ type: "poll", title: "Pizza?" }],
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
  const question = {
    question: "Pizza?",
    options: [
      { id: "y", text: "Yes", emoji: "🍕" },
      { text: "No", id: "1" },
    ],
    allow_multiselect: false,
    expires_at: null,
    ended: true,
    ended_at: SAID + 60,
  };
  write("polls.json", {
    p: {},
    p1: { ...question, message_id: id(7) },
    p2: { ...question, message_id: "gone" },
  });
  const vote = (option_id: string, user_id: string) => ({
    poll_id: "p1",
    option_id,
    user_id,
    voted_at: SAID,
  });
  write("poll_votes.json", {
    p1: [vote("y", "USR:local_bob"), vote("1", "USR:7f3a"), vote("y", "USR:gone")],
  });
  const upload = {
    original_name: "a.png",
    mime_type: "image/png",
    size: PNG.length,
    uploader_id: "USR:local_bob",
  };
  write("attachments.json", {
    f1: { ...upload, filename: "f1.png", expires_at: Date.now() / 1_000 + 86_400, permanent: false },
    f2: { ...upload, filename: "f2.png", original_name: "old.png", expires_at: SAID - 1, permanent: false },
    f3: { ...upload, filename: "../f3.png", original_name: "lost.png", permanent: true },
  });
  mkdirSync(join(db, "attachments"));
  for (const name of ["f1.png", "f2.png"]) writeFileSync(join(db, "attachments", name), PNG);
  write("unreads.json", {
    "USR:local_olive": { general: id(2), "thread/3ffb": id(5), help: "gone" },
    "USR:gone": { general: id(1) },
  });
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

interface Attachment {
  readonly expires_at: number;
  readonly url: string;
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
    messages: 8,
    attachments: 1,
    polls: 1,
    "read marks": 2,
    threads: 1,
    webhooks: 1,
  });
  expect(first.left).toEqual({
    account: 1,
    webhook: 1,
    "webhook (of a channel that was left behind)": 1,
    reaction: 1,
    poll: 1,
    "poll (its message is not there)": 1,
    vote: 1,
    embed: 1,
    "attachment (its time is over; its name stands in the message)": 1,
    "attachment (its file is gone; its name stands in the message)": 1,
    "read mark (its message is not there)": 1,
    "read mark (of nobody)": 1,
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
  // Through this server, which signed the address.
  const shown = expect.stringMatching(
    new RegExp(`^/proxy/[\\w-]{32}/${Buffer.from("https://example.test/a.png").toString("base64url")}$`),
  );
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
    { author: { name: "CI" }, content: "", embeds: [{ title: "Build 7", image_url: shown }] },
    {
      author: { handle: "bob" },
      content: "[old.png]\n[lost.png]",
      attachments: [{ name: "a.png", media_type: "image/png" }],
    },
    {
      author: { handle: "olive" },
      content: "Pizza?",
      poll: {
        options: [
          { text: "🍕 Yes", votes: 1 },
          { text: "No", votes: 1 },
        ],
        voters: 2,
        ended: (SAID + 60) * 1_000,
      },
    },
  ]);
  const olive = await connectOrigin(koine.url);
  olive.send({ cmd: "login", username: "olive", password: "olive's own" });
  await olive.next("ready");
  const { unreads } = await olive.ask({ cmd: "unreads_get" });
  // Her own poll is none of it.
  expect(unreads).toMatchObject({ general: { unread_count: 3, total_messages: 6 } });
  const { messages } = await olive.ask({ cmd: "messages_get", channel: "general" });
  const [{ expires_at = 0, url = "" } = {}] =
    (messages as { attachments?: Attachment[] }[])[4]?.attachments ?? [];
  expect(expires_at * 1_000 - Date.now()).toBeWithin(0, 86_400_000);
  expect((await fetch(`${koine.url}${url}`)).headers.get("Content-Type")).toBe("image/png");
  olive.close();
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
  expect(await koine.stop()).toBe(0);
});

test("a folder that is none says so", async () => {
  const { code, err } = await runKoine(["import", "originchats", temporaryDirectory()], {
    data: temporaryDirectory(),
  });
  expect(code).toBe(1);
  expect(err).toContain("There is no OriginChats server in");
});
