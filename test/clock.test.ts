/** The machine's clock is set forward by an hour, and back by two, while people are connected. */

import { afterAll, afterEach, beforeAll, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { alteredSource } from "./altered-source.ts";
import { type Account, connect, enter, type GatewayClient, register } from "./gateway-client.ts";
import { chatToken, closeAll, connectChat, type Entered, enterChat } from "./i386chat-client.ts";
import { type Koine, removeDirectories, startKoine, temporaryDirectory } from "./koine.ts";

const HOUR = 3_600_000;

let koine: Koine;
let ann: Account;
let bob: Account;
/** Holds how far the server's clock is off, in milliseconds. */
const offset = join(temporaryDirectory(), "offset");

const setClock = (millis: number): void => writeFileSync(offset, String(millis));

beforeAll(async () => {
  setClock(0);
  const clock = `(() => Date.now() + Number(require("node:fs").readFileSync(${JSON.stringify(offset)}, "utf8")))`;
  const root = alteredSource(
    { file: "main.ts", from: "log, Date.now, crash)", to: `log, ${clock}, crash)` },
    { file: "worker.ts", from: "Date.now);", to: `${clock});` },
  );
  koine = await startKoine({ root, environment: { KOINE_LIMITS_SIGN_IN: "20/1m" } });
  ann = await register(koine.url, "ann");
  bob = await register(koine.url, "bob");
}, 60_000);

afterEach(closeAll);

afterAll(async () => {
  await koine.stop();
  removeDirectories();
});

interface Message {
  readonly id: number;
  readonly content: string;
}

/** Ann sends, and all hear it at the next place of the log; gives the message. */
async function say(
  content: string,
  sender: GatewayClient,
  room_id: number,
  others: GatewayClient[],
  chat: Entered,
): Promise<Message> {
  const ok = await sender.request({ type: "message_send", room_id, content });
  expect(ok).toMatchObject({ type: "ok" });
  for (const client of [sender, ...others]) {
    expect(await client.event("message_create")).toMatchObject({ message: { content } });
  }
  expect((await chat.client.event("MESSAGE_CREATE")).cnf.content).toBe(content);
  return ok.message as Message;
}

test("ids grow, everybody goes on hearing, heartbeats are answered, sessions resume, people sign in", async () => {
  const one = await enter(koine.gateway, ann.token);
  const two = await enter(koine.gateway, bob.token);
  const chat = await enterChat(koine.url, await chatToken(koine.url, bob));
  const room = one.ready.space.default_room_id;
  let last = await say("before", one.client, room, [two.client], chat);
  for (const [i, at] of [HOUR, -HOUR, 0].entries()) {
    setClock(at);
    const next = await say(`at ${at}`, one.client, room, [two.client], chat);
    expect(next.id).toBeGreaterThan(last.id);
    last = next;
    expect(await two.client.request({ type: "heartbeat" })).toMatchObject({ type: "ok" });
    chat.client.send({ f: 120, cnf: {} });
    // Its answer comes before that of a message sent behind it.
    chat.client.say("MESSAGE_CREATE", { content: "and back", nonce: i });
    expect((await chat.client.event("MESSAGE_CREATE")).cnf.content).toBe("and back");
    for (const { client } of [one, two])
      expect(await client.event("message_create")).toMatchObject({ message: { content: "and back" } });
    await register(koine.url, `new-${i}`);
  }
  // What was begun before all that is taken up after it.
  const { resume_token } = two.ready;
  await two.client.close();
  const missed = await one.client.request({ type: "message_send", room_id: room, content: "missed" });
  expect(missed).toMatchObject({ type: "ok" });
  const again = await connect(koine.gateway);
  await again.next((packet) => packet.version !== undefined);
  const resume = { resume_token, positions: two.ready.positions };
  again.send({ token: bob.token, client_type: 2, client_agent: "test", resume });
  await again.event("resumed");
  await again.next(({ event }) => JSON.stringify(event ?? "").includes("missed"));
  await again.close();
  const resumed = await connectChat(koine.url);
  await chat.client.close();
  resumed.send({
    f: 110,
    cnf: { token: await chatToken(koine.url, bob), session_id: chat.session, s: 0, room },
  });
  expect((await resumed.next(({ f }) => f === 140)).cnf.session_id).toBe(chat.session);
  await one.client.close();
});

test("who used up a limit just before the clock is set back waits no longer than the limit says", async () => {
  const { client, ready } = await enter(koine.gateway, (await register(koine.url, "cem")).token);
  setClock(HOUR);
  const room_id = ready.space.default_room_id;
  let refused: object | null = null;
  for (let i = 0; i < 200 && refused === null; i++) {
    const answer = await client.request({ type: "message_send", room_id, content: `fast ${i}` });
    if (answer.type === "error") refused = answer;
  }
  expect(refused).toMatchObject({ code: "rate_limited" });
  setClock(0);
  const answer = await client.request({ type: "message_send", room_id, content: "after" });
  if (answer.type !== "ok") expect(answer.retry_after_ms).toBeLessThan(5_000);
  await client.close();
});

test("slow mode does not last an hour after the clock is set back", async () => {
  const one = await enter(koine.gateway, ann.token);
  const two = await enter(koine.gateway, bob.token);
  const made = await one.client.request({ type: "room_create", name: "slow", slow_mode_ms: 60_000 });
  expect(made).toMatchObject({ type: "ok" });
  const { id: room_id } = (await two.client.event("room_create")).room as { id: number };
  setClock(HOUR);
  expect(await two.client.request({ type: "message_send", room_id, content: "one" })).toMatchObject({
    type: "ok",
  });
  expect(await two.client.request({ type: "message_send", room_id, content: "two" })).toMatchObject({
    code: "rate_limited",
  });
  setClock(0);
  expect(await two.client.request({ type: "message_send", room_id, content: "three" })).toMatchObject({
    type: "ok",
  });
  expect(await two.client.request({ type: "message_send", room_id, content: "four" })).toMatchObject({
    code: "rate_limited",
  });
  await one.client.close();
  await two.client.close();
});
