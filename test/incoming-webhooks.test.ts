/** Incoming webhooks: what other programs post, in the forms that they post it in. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { ask, codeOf, makeRoom } from "./community.ts";
import { eventually } from "./files-client.ts";
import { enter, type GatewayClient, type Ready, register } from "./gateway-client.ts";
import { halfSent } from "./half-sent.ts";
import { type Koine, removeDirectories, startKoine } from "./koine.ts";
import { png } from "./pictures.ts";

interface Hook {
  readonly id: number;
  readonly secret: string;
  readonly url: string;
}

interface Message {
  readonly id: number;
  readonly content?: string;
  readonly author: { readonly id: number; readonly name: string };
  readonly webhook_id?: number;
  readonly embeds?: readonly object[];
  readonly attachments?: readonly { readonly url: string; readonly name: string }[];
  readonly mentions?: object;
}

let koine: Koine;
let client: GatewayClient;
let ready: Ready;
let room_id: number;
let hook: Hook;

beforeAll(async () => {
  koine = await startKoine({
    environment: {
      KOINE_LIMITS_SIGN_IN: "1000/1s",
      KOINE_LIMITS_BONFIRE: "10000/1s",
      KOINE_LIMITS_WEBHOOKS: "30/3600s",
    },
  });
  const ann = await register(koine.url, "ann");
  ({ client, ready } = await enter(koine.gateway, ann.token));
  room_id = ready.space.default_room_id;
  hook = await make(room_id, "Builds");
}, 60_000);

afterAll(async () => {
  await koine.stop();
  removeDirectories();
});

async function make(room: number, name: string): Promise<Hook> {
  const wish = { type: "webhook_create", kind: "incoming", name, room_id: room };
  return (await ask(client, wish)).webhook as Hook;
}

const json = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method: "POST",
  headers: { "Content-Type": "application/json", ...headers },
  body: JSON.stringify(body),
});

/** Posts and gives the message. */
async function posted(address: string, init: RequestInit): Promise<Message> {
  const response = await fetch(`${koine.url}${address}${address.includes("?") ? "&" : "?"}wait=true`, init);
  const body = (await response.json()) as { message: Message };
  expect(body).toHaveProperty("message");
  return body.message;
}

const statusOf = async (address: string, init: RequestInit): Promise<number> =>
  (await fetch(`${koine.url}${address}`, init)).status;

async function last(): Promise<Message> {
  const { messages } = await ask(client, { type: "history_get", room_id, limit: 1 });
  return (messages as Message[])[0] as Message;
}

test("a post as Discord's senders write it is a message in the room, told to everybody there", async () => {
  expect(hook.url).toBe(`/webhooks/${hook.id}/${hook.secret}`);
  expect(await statusOf(hook.url, json({ content: "build 7 is green", username: "CI" }))).toBe(204);
  const told = await client.next(({ event }) => event?.type === "message_create");
  expect(told.event).toMatchObject({
    message: { content: "build 7 is green", author: { id: hook.id, name: "CI" }, webhook_id: hook.id },
  });
  const message = await posted(
    hook.url,
    json({ embeds: [{ title: "Report", color: 255, fields: [{ name: "a", value: "b", inline: true }] }] }),
  );
  expect(message.author.name).toBe("Builds");
  expect(message.embeds).toMatchObject([
    { kind: "rich", title: "Report", color: 255, fields: [{ name: "a", value: "b", inline: true }] },
  ]);
  expect((await last()).embeds).toEqual(message.embeds as object[]);
});

test("forms, and texts under the names that others use, are understood; files come in parts", async () => {
  const form = { method: "POST", body: new URLSearchParams({ content: "by a form" }) };
  expect((await posted(hook.url, form)).content).toBe("by a form");
  // As curl -d sends it where nobody says what it is.
  const named = { "Content-Type": "application/x-www-form-urlencoded" };
  const bare = { method: "POST", headers: named, body: '{"content": "by curl"}' };
  expect((await posted(hook.url, bare)).content).toBe("by curl");
  expect((await posted(`/webhooks/${hook.id}?token=${hook.secret}`, json({ text: "by text" }))).content).toBe(
    "by text",
  );
  expect((await posted(hook.url, json({ message: "by message" }))).content).toBe("by message");
  const parts = new FormData();
  parts.set("payload_json", JSON.stringify({ content: "with a file" }));
  parts.set("files[0]", new File([png(3, 3)], "dot.png"));
  const message = await posted(hook.url, { method: "POST", body: parts });
  expect(message).toMatchObject({ content: "with a file", attachments: [{ name: "dot.png" }] });
  const [file] = message.attachments ?? [];
  expect((await fetch(`${koine.url}${file?.url}`)).status).toBe(200);
});

test("GitHub's events read like sentences; what others worded in them is text only", async () => {
  const push = {
    ref: "refs/heads/main",
    compare: "https://github.com/o/r/compare/a...b",
    repository: { full_name: "o/r" },
    sender: { login: "olive" },
    commits: [
      {
        id: "0123456789abcdef",
        url: "https://github.com/o/r/commit/0",
        message: "fix @everyone [x](javascript:1)\n\nmore",
      },
    ],
  };
  const message = await posted(
    hook.url,
    json(push, { "X-GitHub-Event": "push", "X-GitHub-Delivery": "d-1" }),
  );
  expect(message.content).toBe(
    "**o/r**: olive pushed to [main](https://github.com/o/r/compare/a...b) (1 commit)\n" +
      "- [`0123456`](https://github.com/o/r/commit/0) fix \\@everyone \\[x\\]\\(javascript:1\\)",
  );
  expect(message.mentions).toBeUndefined();
  // The same delivery again is the same message.
  const again = await posted(hook.url, json(push, { "X-GitHub-Event": "push", "X-GitHub-Delivery": "d-1" }));
  expect(again.id).toBe(message.id);
  const issue = {
    action: "opened",
    issue: { number: 7, title: "It *breaks*", html_url: "https://github.com/o/r/issues/7" },
    repository: push.repository,
    sender: push.sender,
  };
  expect((await posted(hook.url, json(issue, { "X-GitHub-Event": "issues" }))).content).toBe(
    "**o/r**: olive opened the issue [#7 It \\*breaks\\*](https://github.com/o/r/issues/7)",
  );
  // What is worth no message is taken and says nothing.
  expect(await statusOf(hook.url, json({ zen: "x" }, { "X-GitHub-Event": "watch" }))).toBe(204);
  expect((await last()).content).toContain("It \\*breaks\\*");
});

test("a webhook changes and deletes its own messages, and nobody else's", async () => {
  const message = await posted(hook.url, json({ content: "first" }));
  const path = `${hook.url}/messages/${message.id}`;
  const patch = { ...json({ content: "second", embeds: [{ title: "t" }] }), method: "PATCH" };
  expect(await statusOf(path, patch)).toBe(200);
  const update = await client.next(({ event }) => event?.type === "message_update");
  expect(update.event).toMatchObject({ message_id: message.id, content: "second", embeds: [{ title: "t" }] });
  const read = (await (await fetch(`${koine.url}${path}`)).json()) as { message: Message };
  expect(read.message).toMatchObject({ content: "second", embeds: [{ title: "t" }] });

  const { message: mine } = await ask(client, { type: "message_send", room_id, content: "ann's" });
  const theirs = `${hook.url}/messages/${(mine as Message).id}`;
  for (const method of ["PATCH", "DELETE", "GET"])
    expect(await statusOf(theirs, method === "GET" ? { method } : { ...patch, method })).toBe(404);
  expect(await statusOf(path, { method: "DELETE" })).toBe(204);
  expect(await statusOf(path, { method: "GET" })).toBe(404);
});

test("it mentions whom it may, and never everybody; a rule of the space holds for it", async () => {
  const ann = `<@${(await ask(client, { type: "message_send", room_id, content: "x" }).then(({ message }) => message as Message)).author.id}>`;
  const message = await posted(hook.url, json({ content: `@everyone ${ann}` }));
  expect(message.mentions).toMatchObject({ users: [{ handle: "ann" }] });
  expect((message.mentions as { everyone?: boolean }).everyone ?? false).toBe(false);
  const quiet = await posted(hook.url, json({ content: ann, allowed_mentions: { parse: [] } }));
  expect(quiet.mentions).toBeUndefined();

  const rule = { name: "no coins", enabled: true, action: "refuse", words: ["coins"] };
  const made = (await ask(client, { type: "automod_set", rule })).rule as { id: number };
  expect(await statusOf(hook.url, json({ content: "buy coins" }))).toBe(403);
  expect(await statusOf(hook.url, json({ embeds: [{ title: "buy coins" }] }))).toBe(403);
  await ask(client, { type: "automod_set", remove_id: made.id });
});

test("a wrong token, a rotated and a deleted one open nothing; the secret is shown once", async () => {
  const room = await makeRoom(client, "hooked");
  const other = await make(room, "Other");
  const old = other.url;
  expect(await statusOf(old, json({ content: "1" }))).toBe(204);
  expect(await statusOf(`/webhooks/${other.id}/${hook.secret}`, json({ content: "no" }))).toBe(404);
  expect(JSON.stringify(await ask(client, { type: "webhooks_get" }))).not.toContain(other.secret);
  const next = (await ask(client, { type: "webhook_rotate", webhook_id: other.id })).webhook as Hook;
  expect(await statusOf(old, json({ content: "2" }))).toBe(404);
  expect(await statusOf(next.url, json({ content: "3" }))).toBe(204);
  await ask(client, { type: "webhook_update", webhook_id: other.id, disabled: true });
  expect(await statusOf(next.url, json({ content: "4" }))).toBe(403);
  await ask(client, { type: "webhook_delete", webhook_id: other.id });
  expect(await statusOf(next.url, json({ content: "5" }))).toBe(404);
  const { messages } = await ask(client, { type: "history_get", room_id: room, limit: 10 });
  expect((messages as Message[]).map(({ content }) => content)).toEqual(["1", "3"]);
  expect(await codeOf(client, { type: "webhook_rotate", webhook_id: other.id })).toBe("not_found");
});

test("it posts to threads of its room and to no other room", async () => {
  const { room } = await ask(client, { type: "thread_create", room_id, name: "details" });
  const thread = (room as { id: number }).id;
  const side = await makeRoom(client, "side");
  expect(await statusOf(`${hook.url}?thread_id=${thread}`, json({ content: "in the thread" }))).toBe(204);
  expect(await statusOf(`${hook.url}?thread=${side}`, json({ content: "elsewhere" }))).toBe(404);
  const { messages } = await ask(client, { type: "history_get", room_id: thread, limit: 10 });
  expect((messages as Message[]).map(({ content }) => content)).toEqual(["in the thread"]);
});

test("a webhook that is moved changes nothing in the room where it was", async () => {
  const [before, after] = [await makeRoom(client, "before"), await makeRoom(client, "after")];
  const mover = await make(before, "Mover");
  const { id } = await posted(mover.url, json({ content: "here" }));
  const at = `${mover.url}/messages/${id}`;
  expect(await statusOf(at, { ...json({ content: "there" }), method: "PATCH" })).toBe(200);
  await ask(client, { type: "webhook_update", webhook_id: mover.id, room_id: after });
  for (const method of ["GET", "DELETE"]) expect(await statusOf(at, { method })).toBe(404);
  expect(await statusOf(at, { ...json({ content: "gone" }), method: "PATCH" })).toBe(404);
  const { messages } = await ask(client, { type: "history_get", room_id: before, limit: 10 });
  expect((messages as Message[]).map(({ content }) => content)).toEqual(["there"]);
});

test("few bodies with files are read at a time, and the rest goes on", async () => {
  const busy = await make(await makeRoom(client, "busy"), "Busy");
  const parts = "multipart/form-data; boundary=x";
  const slow = [1, 2, 3, 4].map(() => halfSent(koine.url, busy.url, parts));
  const whole = { method: "POST", headers: { "Content-Type": parts }, body: "no parts" };
  await eventually(async () => (await statusOf(busy.url, whole)) === 429);
  expect(await statusOf(busy.url, json({ content: "quick" }))).toBe(204);
  for (const call of slow) call.end();
  await eventually(async () => (await statusOf(busy.url, whole)) === 400);
});

test("what does not fit is refused with a reason, and too many posts with how long to wait", async () => {
  const room = await makeRoom(client, "odd");
  const odd = await make(room, "Odd");
  for (const body of [
    [],
    1,
    null,
    {},
    { content: 7 },
    { content: " " },
    { embeds: {} },
    { embeds: [1] },
    { embeds: [{}] },
  ])
    expect(await statusOf(odd.url, json(body))).toBe(400);
  expect(await statusOf(odd.url, json({ embeds: [{ title: "t", url: "javascript:alert(1)" }] }))).toBe(400);
  expect(await statusOf(odd.url, { method: "POST", body: "{" })).toBe(400);
  const deep = `{"content":"x","embeds":${"[".repeat(500)}${"]".repeat(500)}}`;
  expect(await statusOf(odd.url, { method: "POST", body: deep })).toBe(400);
  expect(await statusOf(odd.url, { method: "POST", body: "x".repeat(3 * 1024 * 1024) })).toBe(413);
  for (let i = 0; i < 30; i += 1) await statusOf(odd.url, json({ content: String(i) }));
  const refused = await fetch(`${koine.url}${odd.url}`, json({ content: "31" }));
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("Retry-After"))).toBeGreaterThan(0);
});
