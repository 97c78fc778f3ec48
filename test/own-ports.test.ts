/** Dialects on ports of their own, beside the shared one: `[i386chat] listen` and `[bonfire] listen`. */

import { afterAll, afterEach, beforeAll, expect, test } from "bun:test";
import { type Account, enter, register } from "./gateway-client.ts";
import { chatToken, closeAll, connectChat, enterChat } from "./i386chat-client.ts";
import { type Koine, removeDirectories, startKoine } from "./koine.ts";

let koine: Koine;
let ann: Account;
let chatUrl: string;
let bonfireUrl: string;

const ENVIRONMENT = { KOINE_I386CHAT_LISTEN: "127.0.0.1:0", KOINE_BONFIRE_LISTEN: "127.0.0.1:0" };

/** Where the log says that a dialect listens. */
function ownUrl(dialect: string): string {
  const lines = koine.lines.map((line) => JSON.parse(line) as { for?: string; address?: string });
  return `http://${lines.find((line) => line.for === dialect)?.address}`;
}

beforeAll(async () => {
  koine = await startKoine({ environment: ENVIRONMENT });
  ann = await register(koine.url, "ann");
  chatUrl = ownUrl("i386chat");
  bonfireUrl = ownUrl("bonfire");
});

afterEach(closeAll);

afterAll(async () => {
  await koine.stop();
  removeDirectories();
});

test("i386chat answers at / and at its path, and what is said on one port is heard on all", async () => {
  const token = await chatToken(koine.url, ann);
  const atRoot = await enterChat(chatUrl, token, "/");
  const atPath = await enterChat(chatUrl, token, "/i386chat");
  const shared = await enterChat(koine.url, token);
  const native = await enter(`${bonfireUrl.replace("http", "ws")}/`, ann.token);
  atRoot.client.say("MESSAGE_CREATE", { content: "from a port of its own", nonce: 7 });
  for (const { client } of [atRoot, atPath, shared]) {
    expect((await client.event("MESSAGE_CREATE")).cnf.content).toBe("from a port of its own");
  }
  expect(await native.client.event("message_create")).toMatchObject({
    message: { content: "from a port of its own" },
  });
});

// What the line shows, the call, its answer on i386chat's own port.
const calls = [
  ["/ wants a WebSocket", "GET", "/", 426],
  ["so does its path", "GET", "/i386chat", 426],
  ["/ knows no POST", "POST", "/", 405],
  ["OPTIONS is no method of /", "OPTIONS", "/", 405],
  ["its HTTP calls answer", "POST", "/api/v2/coffee", 400],
  ["the native gateway is not here", "GET", "/gateway", 404],
  ["nor are the native calls", "GET", "/api/openapi.json", 404],
  ["nor an unknown path", "GET", "/nothing", 404],
  ["nor OPTIONS of one", "OPTIONS", "/nothing", 404],
  ["nor how the server is", "GET", "/healthz", 404],
] as const;

for (const [name, method, path, status] of calls) {
  test(`i386chat's own port: ${name}`, async () => {
    const response = await fetch(`${chatUrl}${path}`, { method });
    expect(response.status).toBe(status);
    if (status === 405) expect(response.headers.get("Allow")).toBe("GET, HEAD");
  });
}

test("on the shared port / is no dialect's that did not ask for it", async () => {
  expect((await fetch(`${koine.url}/`)).status).not.toBe(426);
  expect((await fetch(`${koine.url}/healthz`)).status).toBe(200);
});

test("Bonfire's own port has its calls, and nothing of the other dialect", async () => {
  expect((await fetch(`${bonfireUrl}/api/openapi.json`)).status).toBe(200);
  expect((await fetch(`${bonfireUrl}/`)).status).toBe(426);
  expect((await fetch(`${bonfireUrl}/i386chat`)).status).toBe(404);
  expect((await fetch(`${bonfireUrl}/api/v2/coffee`, { method: "POST" })).status).toBe(404);
});

test("a stop is told on every port, and a session resumes on another", async () => {
  const token = await chatToken(koine.url, ann);
  const { client, session } = await enterChat(chatUrl, token, "/");
  expect(await koine.stop()).toBe(0);
  expect((await client.event("GATEWAY_DOWN")).cnf).toEqual({ in: expect.any(Number) });
  expect((await client.closed).code).toBe(4003);
  koine = await startKoine({ directory: koine.directory, environment: ENVIRONMENT });
  const again = await connectChat(koine.url);
  again.send({ f: 110, cnf: { token, session_id: session, s: 0 } });
  expect((await again.next(({ f }) => f === 140)).cnf.session_id).toBe(session);
});

test("a port that is taken is named, and the server does not start half", async () => {
  const { port } = new URL(koine.url);
  const start = startKoine({ environment: { KOINE_I386CHAT_LISTEN: `127.0.0.1:${port}` } });
  await expect(start).rejects.toThrow("cannot start");
});
