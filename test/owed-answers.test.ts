/** A connection that is closed for what its client did gets the answers to what came before, and then the close. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { enter, type GatewayClient, register } from "./gateway-client.ts";
import { chatToken, enterChat } from "./i386chat-client.ts";
import { type Koine, removeDirectories, startKoine } from "./koine.ts";

let koine: Koine;

beforeAll(async () => {
  koine = await startKoine();
}, 60_000);

afterAll(async () => {
  await koine.stop();
  removeDirectories();
});

/** More messages, numbered from 1, without waiting for the answers. */
function say(client: GatewayClient, room_id: number, count: number): void {
  for (let i = 1; i <= count; i++) {
    const event = { type: "message_send", room_id, content: `message ${i}`, nonce: `n${i}` };
    client.send({ request_id: 1_000 + i, event });
  }
}

const answersOf = (client: GatewayClient) =>
  client.packets
    .filter(({ request_id }) => Number(request_id) > 1_000)
    .map(({ request_id, event }) => [Number(request_id) - 1_000, event?.type]);

const oks = (count: number) => Array.from({ length: count }, (_, i) => [i + 1, "ok"]);

async function enterAs(handle: string) {
  const account = await register(koine.url, handle);
  const { client, ready } = await enter(koine.gateway, account.token);
  return { account, client, room: ready.space.default_room_id };
}

test("4005: who identifies again gets the answers to what came before", async () => {
  const { account, client, room } = await enterAs("ann");
  say(client, room, 10);
  client.send({ token: account.token, client_type: 2, client_agent: "test" });
  expect((await client.closed).code).toBe(4005);
  expect(answersOf(client)).toEqual(oks(10));
});

test("4002: who cannot be understood gets the answers to what came before", async () => {
  const { client, room } = await enterAs("bob");
  say(client, room, 10);
  for (let i = 0; i < 6; i++) client.send({ event: { type: 5 } });
  expect((await client.closed).code).toBe(4002);
  expect(answersOf(client)).toEqual(oks(10));
});

test("4009: who is too fast for too long gets the answers to what passed, and nothing more is taken in", async () => {
  const { client, room } = await enterAs("cem");
  for (let i = 0; i < 30; i++) await client.request({ type: "typing_start", room_id: room });
  say(client, room, 60);
  expect((await client.closed).code).toBe(4009);
  const answers = answersOf(client);
  const passed = answers.filter(([, type]) => type !== "error");
  expect(answers.slice(0, 20)).toEqual(oks(20));
  // On a slow machine the window lets one more pass meanwhile.
  expect(answers.length - passed.length).toBe(20);
  expect(answers.at(-1)?.[1]).toBe("error");
  const reader = (await enterAs("cay")).client;
  const { messages } = await reader.request({ type: "history_get", room_id: room, limit: 100 });
  expect(
    (messages as { author: { handle: string } }[]).filter(({ author }) => author.handle === "cem"),
  ).toHaveLength(passed.length);
});

test("i386chat, 4004: one's messages come back before the end", async () => {
  const token = await chatToken(koine.url, await register(koine.url, "dee"));
  const { client, move } = await enterChat(koine.url, token);
  for (let i = 1; i <= 5; i++) client.say("MESSAGE_CREATE", { content: `own ${i}`, room: move.cnf.id });
  for (let i = 0; i < 6; i++) client.send('{"f":7}');
  expect((await client.closed).code).toBe(4004);
  const told = client.texts.map((text) => JSON.parse(text) as { cnf?: { content?: string; d?: boolean } });
  expect(told.map(({ cnf }) => cnf?.content).filter((content) => content?.startsWith("own"))).toEqual(
    [1, 2, 3, 4, 5].map((i) => `own ${i}`),
  );
  expect(told.at(-1)?.cnf?.d).toBe(true);
});
