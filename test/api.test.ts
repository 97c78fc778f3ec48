/** The HTTP API: each command of the gateway as a call (`docs/protocols/bonfire.md` section 3, "HTTP"). */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { httpCalls } from "../src/dialects/bonfire/calls.ts";
import { messages } from "../src/dialects/bonfire/gen/fields.ts";
import { type Account, enter, register } from "./gateway-client.ts";
import { type Koine, removeDirectories, startKoine } from "./koine.ts";

let koine: Koine;
let ann: Account;
let room: number;

beforeAll(async () => {
  koine = await startKoine();
  ann = await register(koine.url, "ann");
  const { client, ready } = await enter(koine.gateway, ann.token);
  room = ready.space.default_room_id;
  await client.close();
});

afterAll(async () => {
  await koine.stop();
  removeDirectories();
});

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

async function call(method: string, path: string, body?: unknown, token = ann.token): Promise<Answer> {
  const response = await fetch(`${koine.url}${path}`, {
    method,
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

test("a message sent over HTTP is in the history, newest last, and reaches the gateway", async () => {
  const { client } = await enter(koine.gateway, ann.token);
  const sent = await call("POST", `/api/v1/rooms/${room}/messages`, { content: "over HTTP", nonce: "h1" });
  expect(sent.status).toBe(200);
  const { message } = sent.body as { message: { id: number } };
  expect(message).toMatchObject({ channel_id: room, content: "over HTTP", author: { handle: "ann" } });
  expect(await client.event("message_create")).toMatchObject({ message: { id: message.id } });

  const again = await call("POST", `/api/v1/rooms/${room}/messages`, { content: "over HTTP", nonce: "h1" });
  expect(again.body).toMatchObject({ message: { id: message.id } });

  await call("POST", `/api/v1/rooms/${room}/messages`, { content: "newer" });
  const page = await call("GET", `/api/v1/rooms/${room}/messages?limit=2`);
  expect((page.body.messages as { content: string }[]).map(({ content }) => content)).toEqual([
    "over HTTP",
    "newer",
  ]);
  const before = await call("GET", `/api/v1/rooms/${room}/messages?after=${message.id}`);
  expect((before.body.messages as { content: string }[]).map(({ content }) => content)).toEqual(["newer"]);
  await client.close();
});

test("edit, react and delete, with an emoji in the path", async () => {
  const sent = await call("POST", `/api/v1/rooms/${room}/messages`, { content: "first" });
  const { id } = sent.body.message as { id: number };
  const edited = await call("PATCH", `/api/v1/messages/${id}`, { content: "second" });
  expect(edited.body).toMatchObject({ message: { id, content: "second" } });
  expect(await call("PUT", `/api/v1/messages/${id}/reactions/${encodeURIComponent("👍")}`)).toEqual({
    status: 200,
    body: {},
  });
  const page = await call("GET", `/api/v1/rooms/${room}/messages?around=${id}&limit=1`);
  expect(page.body.messages).toMatchObject([{ id, reactions: [{ emoji: "👍", count: 1, me: true }] }]);
  expect((await call("DELETE", `/api/v1/messages/${id}`)).status).toBe(200);
  expect((await call("DELETE", `/api/v1/messages/${id}`)).status).toBe(404);
});

test("what a message said before its edits is given newest first, a page at a time", async () => {
  const sent = await call("POST", `/api/v1/rooms/${room}/messages`, { content: "one" });
  const { id, created } = sent.body.message as { id: number; created: number };
  const path = `/api/v1/messages/${id}/edits`;
  expect(await call("GET", path)).toEqual({ status: 200, body: {} });
  await call("PATCH", `/api/v1/messages/${id}`, { content: "two" });
  await call("PATCH", `/api/v1/messages/${id}`, { content: "three" });
  const two = { number: 2, created: expect.any(Number), content: "two" };
  const one = { number: 1, created, content: "one" };
  expect((await call("GET", path)).body).toEqual({ revisions: [two, one] });
  expect((await call("GET", `${path}?limit=1`)).body).toEqual({ revisions: [two], more: true });
  expect((await call("GET", `${path}?before=2&limit=1`)).body).toEqual({ revisions: [one] });
  expect((await call("GET", `${path}?limit=21`)).status).toBe(400);
  await call("DELETE", `/api/v1/messages/${id}`);
  expect((await call("GET", path)).status).toBe(404);
});

test("why somebody may do something, and why another may not", async () => {
  const bob = await register(koine.url, "bob");
  const path = "/api/v1/permissions/explain";
  expect((await call("GET", `${path}?permission=ban`)).body).toEqual({
    decision: { allowed: true, because: "the owner may everything" },
  });
  const { status, body } = await call("GET", `${path}?permission=pin&room_id=${room}&user_id=${bob.user.id}`);
  expect(status).toBe(200);
  expect(body).toEqual({ decision: { allowed: false, because: "none of your roles has it" } });
  const asked = `${path}?permission=pin&user_id=${ann.user.id}`;
  expect((await call("GET", asked, undefined, bob.token)).status).toBe(403);
  expect((await call("GET", `${path}?permission=fly`)).status).toBe(400);
  expect((await call("GET", `${path}?permission=view&room_id=1`)).status).toBe(404);
});

test("deleting another's message is in the audit log with its reason, deleting one's own is not", async () => {
  const bob = await call("POST", "/api/v1/login", { handle: "bob", password: "correct horse" });
  const { token, user } = bob.body as { token: string; user: { id: number } };
  const { client } = await enter(koine.gateway, ann.token);
  const send = async (by: string) => {
    const { body } = await call("POST", `/api/v1/rooms/${room}/messages`, { content: "words" }, by);
    return (body.message as { id: number }).id;
  };
  const [own, one, two, three] = [await send(token), await send(token), await send(token), await send(token)];
  const mine = await send(ann.token);
  expect((await call("DELETE", `/api/v1/messages/${own}`, undefined, token)).status).toBe(200);
  const path = `/api/v1/messages/${one}?reason=spam`;
  expect((await call("DELETE", `/api/v1/messages/${one}?reason=${"x".repeat(501)}`)).status).toBe(400);
  expect((await call("DELETE", path)).status).toBe(200);
  const many = { message_ids: [two, mine, three], reason: "more spam" };
  expect((await call("POST", `/api/v1/rooms/${room}/messages/delete`, many)).status).toBe(200);
  const { entries } = (await call("GET", "/api/v1/audit")).body as { entries: { id: number }[] };
  const [bulk, single, ...rest] = entries;
  expect(single).toMatchObject({
    action: "message_delete",
    actor: { handle: "ann" },
    target_kind: "message",
    target_id: one,
    changes: [
      { field: "room", before: String(room) },
      { field: "author", before: String(user.id) },
    ],
    reason: "spam",
  });
  expect(bulk).toMatchObject({
    action: "messages_delete",
    target_kind: "room",
    target_id: room,
    changes: [{ field: "messages", before: JSON.stringify([two, three]) }],
    reason: "more spam",
  });
  expect(JSON.stringify(entries)).not.toContain("words");
  expect(rest.filter(({ id }) => id > own)).toEqual([]);
  // The staff are told, by references.
  expect((await client.event("audit_entry")).entry_id).toBe(single?.id);
  expect((await client.event("audit_entry")).entry_id).toBe(bulk?.id);
  await client.close();
});

test("refusals have their status and one form", async () => {
  const nothing = { status: 404, body: { error: { code: "not_found", message: expect.any(String) } } };
  expect(await call("POST", "/api/v1/rooms/1/messages", { content: "x" })).toEqual(nothing);
  expect(await call("GET", `/api/v1/rooms/${ann.user.id}/messages`)).toEqual(nothing);
  const cases: [string, string, unknown, number, string][] = [
    ["POST", `/api/v1/rooms/${room}/messages`, { content: "" }, 400, "invalid"],
    ["POST", `/api/v1/rooms/${room}/messages`, { content: 7 }, 400, "invalid"],
    ["POST", `/api/v1/rooms/${room}/messages`, "not JSON", 400, "invalid"],
    ["POST", `/api/v1/rooms/${room}/messages`, "[".repeat(10_000), 400, "invalid"],
    ["GET", `/api/v1/rooms/${room}/messages?limit=many`, undefined, 400, "invalid"],
    ["GET", `/api/v1/rooms/${room}/messages?limit=201`, undefined, 400, "invalid"],
    ["GET", "/api/v1/rooms/general/messages", undefined, 400, "invalid"],
    ["PUT", "/api/v1/messages/1/reactions/%E0%A4", undefined, 400, "invalid"],
  ];
  for (const [method, path, body, status, code] of cases) {
    const answer = await call(method, path, body);
    expect({ path, status: answer.status, code: (answer.body.error as { code: string }).code }).toEqual({
      path,
      status,
      code,
    });
  }
  const stranger = await call("GET", `/api/v1/rooms/${room}/messages`, undefined, "nobody");
  expect(stranger.status).toBe(401);
});

test("every parameter of a path is a field of its request", () => {
  const requests = new Map(messages.GatewayClientEvent.map(({ name, of }) => [name, of]));
  for (const { variant, path } of httpCalls) {
    const names = messages[requests.get(variant) as keyof typeof messages].map(({ name }) => name);
    for (const [, parameter] of path.matchAll(/\{(\w+)\}/g))
      expect({ path, names }).toEqual({ path, names: expect.arrayContaining([parameter]) });
  }
});
