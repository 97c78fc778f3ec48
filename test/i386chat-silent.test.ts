/** i386chat clients that fall silent, on a server whose intervals are short (`docs/protocols/i386chat.md`, 1 and 4). */

import { afterAll, afterEach, beforeAll, expect, test } from "bun:test";
import { alteredSource } from "./altered-source.ts";
import { type Account, register } from "./gateway-client.ts";
import { chatToken, closeAll, connectChat, enterChat } from "./i386chat-client.ts";
import { type Koine, removeDirectories, startKoine } from "./koine.ts";

let koine: Koine;
let ann: Account;
let bob: Account;

beforeAll(async () => {
  const file = "dialects/i386chat/session.ts";
  const root = alteredSource(
    { file, from: "HEARTBEAT_MILLIS = 20_000", to: "HEARTBEAT_MILLIS = 1_000" },
    { file, from: "PRESENT_MILLIS = 10_000", to: "PRESENT_MILLIS = 1_000" },
  );
  koine = await startKoine({ root });
  ann = await register(koine.url, "ann");
  bob = await register(koine.url, "bob");
}, 60_000);

afterEach(closeAll);

afterAll(async () => {
  await koine.stop();
  removeDirectories();
});

test("who stops heartbeating is gone, and its presence with it; who goes on stays", async () => {
  const a = await enterChat(koine.url, await chatToken(koine.url, ann));
  const beating = setInterval(() => a.client.send({ f: 120, cnf: {} }), 200);
  const b = await enterChat(koine.url, await chatToken(koine.url, bob));
  expect((await a.client.event("ROOM_USER_ADD")).cnf.user).toMatchObject({ id: bob.user.id });
  expect(await b.client.error()).toMatchObject({ c: 4001, d: true });
  expect((await b.client.closed).code).toBe(4001);
  expect((await a.client.event("ROOM_USER_REMOVE")).cnf.user).toMatchObject({ id: bob.user.id });
  a.client.say("MESSAGE_CREATE", { content: "still here", nonce: 1 });
  expect((await a.client.event("MESSAGE_CREATE")).cnf.content).toBe("still here");
  clearInterval(beating);
}, 60_000);

test("who never presents itself is gone", async () => {
  const stranger = await connectChat(koine.url);
  expect(await stranger.error()).toMatchObject({ c: 4001, d: true });
  expect((await stranger.closed).code).toBe(4001);
}, 60_000);
