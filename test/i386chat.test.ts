/** The i386chat gateway and Bonfire, both ways, against a real server. */

import { afterAll, afterEach, beforeAll, expect, test } from "bun:test";
import { type Account, enter, type Packet, register } from "./gateway-client.ts";
import { chatToken, closeAll, connectChat, type Entered, enterChat, type Said } from "./i386chat-client.ts";
import { type Koine, removeDirectories, startKoine } from "./koine.ts";

let koine: Koine;
let ann: Account; // the first: she owns the space
let bob: Account;
let annToken: string;
let bobToken: string;
let room: number;

beforeAll(async () => {
  koine = await startKoine({
    environment: { KOINE_LIMITS_SIGN_IN: "1000/1m", KOINE_LIMITS_I386CHAT: "1000/1s" },
  });
  ann = await register(koine.url, "ann");
  bob = await register(koine.url, "bob");
  annToken = await chatToken(koine.url, ann);
  bobToken = await chatToken(koine.url, bob);
  const first = await enterChat(koine.url, annToken);
  room = first.move.cnf.id as number;
  await first.client.close();
}, 60_000);

afterAll(async () => {
  await koine.stop();
  removeDirectories();
});

// What a test that failed left open must not disturb the next.
afterEach(closeAll);

const both = async (): Promise<[Entered, Entered]> => {
  const a = await enterChat(koine.url, annToken);
  const b = await enterChat(koine.url, bobToken);
  await a.client.event("ROOM_USER_ADD");
  return [a, b];
};

const leave = async (...all: Entered[]): Promise<void> => {
  for (const { client } of all) await client.close();
};

test("140, then the default channel with who is there", async () => {
  const { client, session, move } = await enterChat(koine.url, bobToken);
  expect(Number.isSafeInteger(session)).toBe(true);
  expect(move.e).toBe("CHANNEL_MOVE");
  expect(move.cnf).toMatchObject({ id: room, name: "general", visibility: true });
  const uuid = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(move.cnf.users).toEqual([{ id: bob.user.id, name: "bob", uuid, admin: false, bio: "" }]);
  client.send({ f: 120 });
  expect(await client.next(({ f }) => f === 120)).toEqual({ f: 120 } as never);
  await client.close();
});

test("a message has one place for all, and its sender's own digits", async () => {
  const [a, b] = await both();
  const digits = "123456789012345678901234567890";
  a.client.send(`{"f":130,"e":"MESSAGE_CREATE","cnf":{"content":"one","nonce":18446744073709551615}}`);
  a.client.send(`{"f":130,"t":"MESSAGE_CREATE","e":"x","cnf":{"content":"two","nonce":${digits}}}`);
  const [one, two] = [await a.client.event("MESSAGE_CREATE"), await a.client.event("MESSAGE_CREATE")];
  expect(one.cnf).toMatchObject({ content: "one", room, user: { id: ann.user.id, admin: true } });
  expect(two.s).toBe((one.s ?? 0) + 1);
  const sent = a.client.texts.filter((text) => text.includes("MESSAGE_CREATE"));
  expect(sent[0]).toContain('"nonce":18446744073709551615,');
  expect(sent[1]).toContain(`"nonce":${digits},`);
  expect(await b.client.event("MESSAGE_CREATE")).toMatchObject({ s: one.s, cnf: { id: one.cnf.id } });
  expect((await b.client.event("MESSAGE_CREATE")).s).toBe(two.s);
  expect(b.client.texts.find((text) => text.includes('"one"'))).toContain('"nonce":18446744073709551615,');
  await leave(a, b);
});

test("a send that is repeated is confirmed and not told again; the same nonce with another text is another", async () => {
  const [a, b] = await both();
  for (const content of ["same", "same", "other"]) a.client.say("MESSAGE_CREATE", { content, nonce: 1 });
  const confirmed: Said["cnf"][] = [];
  for (let i = 0; i < 3; i++) confirmed.push((await a.client.event("MESSAGE_CREATE")).cnf);
  // A repeated one is confirmed out of the stream's order.
  const ids = (content: string) => confirmed.filter((one) => one.content === content).map(({ id }) => id);
  expect(ids("same")).toHaveLength(2);
  expect(new Set(ids("same")).size).toBe(1);
  expect((await b.client.event("MESSAGE_CREATE")).cnf.content).toBe("same");
  expect((await b.client.event("MESSAGE_CREATE")).cnf.content).toBe("other");
  await leave(a, b);
});

test("messages, edits, deletions and typing cross from Bonfire, and back", async () => {
  const chat = await enterChat(koine.url, annToken);
  const { client: fire } = await enter(koine.gateway, bob.token);
  expect((await chat.client.event("ROOM_USER_ADD")).cnf).toMatchObject({ room, user: { id: bob.user.id } });

  await fire.request({ type: "typing_start", room_id: room });
  expect(await chat.client.event("START_TYPING")).toEqual({
    f: 130,
    t: "START_TYPING",
    e: "START_TYPING",
    cnf: { room, user: expect.objectContaining({ id: bob.user.id, name: "bob" }) },
  } as never);
  const sent = await fire.request({ type: "message_send", room_id: room, content: "from fire", nonce: "n1" });
  const id = (sent.message as { id: number }).id;
  const told = await chat.client.event("MESSAGE_CREATE");
  expect(told.cnf).toMatchObject({ id, content: "from fire", nonce: 0, user: { name: "bob" } });
  await fire.request({ type: "message_edit", message_id: id, content: "edited" });
  const edit = await chat.client.event("MESSAGE_CREATE");
  expect(edit.cnf).toMatchObject({ id, content: "edited", edited: expect.any(Number) });
  expect(edit.s).toBe((told.s ?? 0) + 1);
  await fire.request({ type: "message_send", room_id: room, content: "reply", reply_to: id });
  expect((await chat.client.event("MESSAGE_CREATE")).cnf.content).toBe("> bob: edited\nreply");
  await fire.request({ type: "message_delete", message_id: id });
  expect((await chat.client.event("MESSAGE_DELETE")).cnf).toMatchObject({
    id,
    room,
    user: { id: bob.user.id },
  });

  chat.client.say("START_TYPING", { room });
  const typing = ({ event }: Packet) => (event?.user as { id?: number } | undefined)?.id === ann.user.id;
  expect(await fire.next((packet) => packet.event?.type === "typing_start" && typing(packet))).toMatchObject({
    event: { room_id: room },
  });
  chat.client.say("MESSAGE_CREATE", { content: "from chat", nonce: 5, room });
  const own = await chat.client.event("MESSAGE_CREATE");
  const arrived = await fire.next(
    ({ event }) => (event?.message as { content?: string } | undefined)?.content === "from chat",
  );
  expect(arrived).toMatchObject({ seq: own.s, event: { message: { id: own.cnf.id } } });
  chat.client.say("MESSAGE_DELETE", { id: own.cnf.id });
  await chat.client.event("MESSAGE_DELETE");
  expect(
    await fire.next(({ event }) => event?.type === "message_delete" && event.message_id === own.cnf.id),
  ).toMatchObject({ event: { room_id: room } });
  // One's own typing is not told back.
  expect(chat.client.texts.filter((text) => text.includes("START_TYPING"))).toHaveLength(1);

  await fire.close();
  expect((await chat.client.event("ROOM_USER_REMOVE")).cnf).toMatchObject({
    room,
    user: { id: bob.user.id },
  });
  await leave(chat);
});

test("channels: made, entered with their history, left; private ones only for those inside", async () => {
  const [a, b] = await both();
  const { client: fire } = await enter(koine.gateway, bob.token);
  a.client.say("CHANNEL_ADD", { name: "open", description: "a topic", visibility: true });
  const made = (await b.client.event("CHANNEL_ADD")).cnf;
  expect(made).toMatchObject({ name: "open", description: "a topic", visibility: true });
  expect(made.creator).toMatchObject({ id: ann.user.id, admin: true });
  expect((await fire.event("room_create")).room).toMatchObject({ id: made.id, name: "open" });
  a.client.say("CHANNEL_ADD", { name: "closed", description: "", visibility: false });
  await a.client.event("CHANNEL_ADD");
  const closed = (await a.client.event("CHANNEL_ADD")).cnf;
  expect(closed).toMatchObject({ name: "closed", visibility: false });

  // Somebody who is not in the channel is told by the answer.
  a.client.say("MESSAGE_CREATE", { content: "old", nonce: 7, room: made.id });
  const elsewhere = await a.client.event("MESSAGE_CREATE");
  expect([elsewhere.cnf.content, elsewhere.s]).toEqual(["old", undefined]);

  b.client.say("CHANNEL_MOVE", { room: closed.id });
  expect(await b.client.error()).toMatchObject({ c: 3, d: false });
  b.client.say("CHANNEL_MOVE", { room: made.id });
  const move = await b.client.event("CHANNEL_MOVE");
  expect(move.cnf).toMatchObject({ id: made.id, name: "open" });
  const history = await b.client.next(({ cnf }) => cnf?.history === true && cnf.content === "old");
  expect(history.cnf).toMatchObject({ content: "old", nonce: 7, history: true });
  // Bob's Bonfire session still sees the channel that his other connection left.
  b.client.say("MESSAGE_CREATE", { content: "here", nonce: 8 });
  expect((await b.client.event("MESSAGE_CREATE")).cnf).toMatchObject({ room: made.id });

  await fire.close();
  expect((await a.client.event("ROOM_USER_REMOVE")).cnf).toMatchObject({ room, user: { id: bob.user.id } });
  a.client.say("CHANNEL_MOVE", { room: made.id });
  expect((await b.client.event("ROOM_USER_ADD")).cnf).toMatchObject({
    room: made.id,
    user: { id: ann.user.id },
  });
  expect(
    ((await a.client.event("CHANNEL_MOVE")).cnf.users as { name: string }[]).map(({ name }) => name).sort(),
  ).toEqual(["ann", "bob"]);

  // A channel that is deleted leaves nobody in it.
  const { client: owner } = await enter(koine.gateway, ann.token);
  await owner.request({ type: "room_delete", room_id: made.id });
  expect((await b.client.event("CHANNEL_MOVE")).cnf.id).toBe(room);
  await owner.close();
  await leave(a, b);
});

test("a session resumes into its channel, after what it had", async () => {
  const [a, b] = await both();
  a.client.say("MESSAGE_CREATE", { content: "before", nonce: 1 });
  const { s } = await b.client.event("MESSAGE_CREATE");
  await b.client.close();
  await a.client.event("ROOM_USER_REMOVE");
  for (const content of ["x", "y"]) a.client.say("MESSAGE_CREATE", { content, nonce: 2 });
  for (const _ of ["before", "x", "y"]) await a.client.event("MESSAGE_CREATE");

  const again = await connectChat(koine.url);
  again.send({ f: 110, cnf: { token: bobToken, session_id: b.session, s, room } });
  expect((await again.next(({ f }) => f === 140)).cnf.session_id).toBe(b.session);
  expect((await again.event("MESSAGE_CREATE")).cnf.content).toBe("x");
  expect((await again.event("MESSAGE_CREATE")).cnf.content).toBe("y");
  again.send({ f: 120 });
  await again.next(({ f }) => f === 120);
  expect(again.texts.some((text) => text.includes("CHANNEL_MOVE") || text.includes('"before"'))).toBe(false);
  await again.close();

  // Without the channel its state is told; somebody else's session is an unknown one.
  const third = await connectChat(koine.url);
  third.send({ f: 110, cnf: { token: bobToken, session_id: b.session, s } });
  expect((await third.next(({ f }) => f === 140)).cnf.session_id).toBe(b.session);
  expect((await third.event("CHANNEL_MOVE")).cnf.id).toBe(room);
  await third.close();
  const thief = await connectChat(koine.url);
  thief.send({ f: 110, cnf: { token: annToken, session_id: b.session, s, room } });
  expect((await thief.next(({ f }) => f === 140)).cnf.session_id).not.toBe(b.session);
  await thief.event("CHANNEL_MOVE");
  await thief.close();
  await leave(a);
});

test("a ban is told to administrators with its reason, and ends the banned with error 5", async () => {
  const cid = await register(koine.url, "cid");
  const token = await chatToken(koine.url, cid);
  const [a, b] = await both();
  const c = await enterChat(koine.url, token);
  b.client.say("SYSTEM_BAN_ADD", { user: cid.user.id, reason: "no" });
  expect(await b.client.error()).toMatchObject({ c: 4004, d: false });
  a.client.say("SYSTEM_BAN_ADD", { user: 1, reason: "no" });
  expect(await a.client.error()).toMatchObject({ c: 1, d: false });
  a.client.say("SYSTEM_BAN_ADD", { user: cid.user.id, reason: "spam" });
  expect((await a.client.event("SYSTEM_BAN_ADD")).cnf).toMatchObject({
    user: { id: cid.user.id },
    reason: "spam",
  });
  expect(await c.client.error()).toMatchObject({ c: 5, d: true });
  expect((await c.client.closed).code).toBe(4004);
  const back = await connectChat(koine.url);
  back.send({ f: 110, cnf: { token } });
  expect(await back.error()).toMatchObject({ c: 5, d: true });
  await leave(a, b);
  expect(b.client.texts.some((text) => text.includes("SYSTEM_BAN_ADD"))).toBe(false);
});

test("tokens: wrong ones, those of before a sign-out everywhere, and limited ones", async () => {
  const dan = await register(koine.url, "dan");
  const token = await chatToken(koine.url, dan);
  const d = await enterChat(koine.url, token);
  const everywhere = { method: "POST", headers: { Authorization: `Bearer ${dan.token}` } };
  expect((await fetch(`${koine.url}/api/v1/logout-everywhere`, everywhere)).status).toBe(200);
  expect(await d.client.error()).toMatchObject({ c: 0, d: true });
  for (const wrong of [token, "nonsense", `${token}x`]) {
    const client = await connectChat(koine.url);
    client.send({ f: 110, cnf: { token: wrong } });
    expect(await client.error()).toMatchObject({ c: 0, d: true });
    expect((await client.closed).code).toBe(4004);
  }
  const login = await fetch(`${koine.url}/api/v2/login`, {
    method: "POST",
    body: JSON.stringify({ name: "dan", password: "correct horse" }),
  });
  await leave(await enterChat(koine.url, ((await login.json()) as { token: string }).token));
  const bad = await fetch(`${koine.url}/api/v2/login`, {
    method: "POST",
    body: JSON.stringify({ name: "dan", password: "wrong horse" }),
  });
  expect([bad.status, ((await bad.json()) as { code: number }).code]).toEqual([400, 1]);
  const unknown = await fetch(`${koine.url}/api/v1/tokens`, {
    method: "POST",
    headers: { Authorization: `Bearer ${ann.token}` },
    body: JSON.stringify({ dialect: "constructor" }),
  });
  expect(unknown.status).toBe(400);
});

async function call(path: string, token: string, body: string): Promise<[number, Record<string, unknown>]> {
  const response = await fetch(koine.url + path, { method: "POST", headers: { Authorization: token }, body });
  return [response.status, (await response.json()) as Record<string, unknown>];
}

async function makeBot(handle: string, scopes: string[] | null): Promise<string> {
  const response = await fetch(`${koine.url}/api/v1/bots`, {
    method: "POST",
    headers: { Authorization: `Bearer ${ann.token}` },
    body: JSON.stringify({ handle, scopes }),
  });
  return ((await response.json()) as { token: string }).token;
}

test("a bot posts over HTTP; others are refused with their codes", async () => {
  const { client } = await enterChat(koine.url, bobToken);
  const bot = await chatToken(koine.url, { token: await makeBot("robot", null) });
  const path = `/api/v2/channels/C_${room}/messages`;
  const [status, message] = await call(path, `Bearer ${bot}`, '{"content":"beep","nonce":1}');
  expect([status, message.content, message.nonce, message.room]).toEqual([200, "beep", 1, room]);
  expect((await client.event("MESSAGE_CREATE")).cnf.id).toBe(message.id);
  // The same again within a minute is the same message.
  expect((await call(`/api/v2/channels/${room}/messages`, bot, '{"content":"beep","nonce":1}'))[1].id).toBe(
    message.id,
  );
  const refusals: [string, string, string, number][] = [
    [path, bobToken, '{"content":"x","nonce":1}', 4],
    [path, "nonsense", '{"content":"x","nonce":1}', 0],
    ["/api/v2/channels/C_1/messages", bot, '{"content":"x","nonce":1}', 3],
    ["/api/v2/channels/C_9999999999999999/messages", bot, '{"content":"x","nonce":1}', 3],
    [path, bot, '{"content":7}', 4004],
    [path, bot, "[", 4004],
    [path, bot, `{"content":"${"é".repeat(2048)}"}`, 4000],
    ["/api/v2/coffee", bot, "", 544541],
  ];
  for (const [where, token, body, code] of refusals) {
    expect([where, code, await call(where, token, body)]).toEqual([
      where,
      code,
      [400, { code, error: expect.any(String) }],
    ]);
  }
  await client.close();
  // A token of another wire would not know the limits of a limited one.
  const limited = await makeBot("limited", ["view"]);
  expect(chatToken(koine.url, { token: limited })).rejects.toThrow("403");
});

test("GATEWAY_DOWN before a planned stop; sessions resume after it", async () => {
  const b = await enterChat(koine.url, bobToken);
  b.client.say("MESSAGE_CREATE", { content: "last", nonce: 3 });
  const { s } = await b.client.event("MESSAGE_CREATE");
  const port = Number(new URL(koine.url).port);
  expect(await koine.stop()).toBe(0);
  expect((await b.client.event("GATEWAY_DOWN")).cnf).toEqual({ in: expect.any(Number) });
  expect(await b.client.error()).toMatchObject({ c: 4003, d: true });
  expect((await b.client.closed).code).toBe(4003);
  koine = await startKoine({ directory: koine.directory, port });
  const again = await connectChat(koine.url);
  again.send({ f: 110, cnf: { token: bobToken, session_id: b.session, s, room } });
  expect((await again.next(({ f }) => f === 140)).cnf.session_id).toBe(b.session);
  again.say("MESSAGE_CREATE", { content: "first", nonce: 4 });
  expect((await again.event("MESSAGE_CREATE")).s).toBe((s ?? 0) + 1);
  await again.close();
});

test("of a thread only its opening is told, in one line", async () => {
  const { client } = await enterChat(koine.url, bobToken);
  const gateway = (await enter(koine.gateway, ann.token)).client;
  const opened = await gateway.request({
    type: "thread_create",
    room_id: room,
    name: "Plans",
    content: "in there",
  });
  const thread = (opened.room as { id: number }).id;
  expect(opened.type).toBe("ok");
  const line = await client.event("MESSAGE_CREATE");
  expect(line.cnf).toMatchObject({
    id: thread,
    room,
    content: '* opened the thread "Plans"',
    user: { name: "ann" },
  });
  await gateway.request({ type: "typing_start", room_id: thread });
  await gateway.request({ type: "message_send", room_id: room, content: "out here" });
  expect((await client.event("MESSAGE_CREATE")).cnf).toMatchObject({ content: "out here" });
  expect(client.texts.join()).not.toContain("in there");
  await client.close();
  await gateway.close();
});

test("a poll is told as its text with numbered options", async () => {
  const { client } = await enterChat(koine.url, bobToken);
  const gateway = (await enter(koine.gateway, ann.token)).client;
  const asked = { room_id: room, question: "Tea?", options: ["yes", "no"] };
  expect((await gateway.request({ type: "poll_create", ...asked })).type).toBe("ok");
  const isPoll = (said: Said) => said.cnf?.content === "Tea?\n1. yes\n2. no";
  expect((await client.next(isPoll)).cnf).toMatchObject({ user: { name: "ann" } });
  await client.close();
  await gateway.close();
});
