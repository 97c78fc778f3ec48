/** Bug class 29: other protocols and other sites' pages at the chat's port (`docs/bug-classes.md`). */

import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Account } from "../gateway-client.ts";
import { honestPair, probe, UNLIMITED } from "../health.ts";
import { type Koine, removeDirectories, startKoine } from "../koine.ts";
import { RawPeer, Wire } from "../raw-peer.ts";

let koine: Koine;
let pair: readonly [Account, Account];

beforeAll(async () => {
  koine = await startKoine({ environment: UNLIMITED });
  pair = await honestPair(koine);
}, 30_000);

afterAll(async () => {
  await koine.stop();
  removeDirectories();
});

const FOREIGN = "https://evil.example";

/** Headers by which a browser would let another site's page read an answer, or keep something for us. */
const GIVING = /^(access-control-|set-cookie|timing-allow-origin|cross-origin-resource-policy: *cross)/i;

function giving(headers: Headers): string[] {
  return [...headers].map(([name, value]) => `${name}: ${value}`).filter((line) => GIVING.test(line));
}

test("class 29: HTTP verbs and bodies at the gateway's path are told that it speaks WebSocket", async () => {
  const frame = JSON.stringify({ token: pair[0].token });
  for (const method of ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]) {
    const body = method === "GET" || method === "HEAD" ? {} : { body: frame };
    const answer = await fetch(`${koine.url}/gateway`, { method, ...body });
    expect([method, answer.status]).toEqual([method, method === "GET" || method === "HEAD" ? 426 : 405]);
    expect(await answer.text()).not.toContain(pair[0].user.handle);
  }
  // An upgrade by another verb, and frames sent as the body of a request, open nothing.
  for (const request of [
    "POST /gateway HTTP/1.1\r\nHost: t\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nContent-Length: 0\r\n\r\n",
    "CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: t\r\n\r\n",
    "TRACE /gateway HTTP/1.1\r\nHost: t\r\nX-Secret: mirror\r\n\r\n",
  ]) {
    const wire = await Wire.open(koine.url);
    wire.write(Buffer.from(request));
    const answer = (await wire.read())?.toString("latin1") ?? "";
    expect(answer).not.toMatch(/^HTTP\/1\.1 (101|2)/);
    expect(answer).not.toContain("mirror");
    wire.cut();
  }
  await probe(koine, pair);
}, 60_000);

test("class 29: a foreign page gets nothing from the API that a stranger would not get", async () => {
  const calls: [string, string, string?][] = [
    ["GET", "/healthz"],
    ["GET", "/nothing"],
    ["GET", "/api/v1/members"],
    ["POST", "/api/v1/login", JSON.stringify({ handle: "honest-ann", password: "correct horse" })],
    ["POST", "/api/v1/login", JSON.stringify({ handle: "honest-ann", password: "wrong horse" })],
    ["POST", "/api/v1/logout", ""],
    ["GET", "/gateway"],
  ];
  for (const [method, path, body] of calls) {
    const init = { method, ...(body === undefined ? {} : { body }) };
    const stranger = await fetch(`${koine.url}${path}`, init);
    const foreign = await fetch(`${koine.url}${path}`, {
      ...init,
      // What a form of another site can send, with whatever a browser might have kept.
      headers: { Origin: FOREIGN, "Content-Type": "text/plain", Cookie: `token=${pair[0].token}` },
    });
    expect([path, foreign.status, giving(foreign.headers)]).toEqual([path, stranger.status, []]);
  }
  for (const path of ["/api/v1/login", "/api/v1/members", "/gateway"]) {
    const preflight = await fetch(`${koine.url}${path}`, {
      method: "OPTIONS",
      headers: {
        Origin: FOREIGN,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization",
      },
    });
    expect([path, giving(preflight.headers)]).toEqual([path, []]);
  }
}, 60_000);

test("class 29: a foreign page's WebSocket is a stranger's: no cookie and no address signs it in", async () => {
  const stranger = await RawPeer.open(koine.url);
  const headers = `Origin: ${FOREIGN}\r\nCookie: token=${pair[0].token}\r\nAuthorization: Bearer ${pair[0].token}\r\n`;
  const foreign = await RawPeer.open(koine.url, `/gateway?token=${pair[0].token}`, headers);
  expect(foreign.head).not.toMatch(/set-cookie|access-control/i);
  expect(await foreign.nextJson()).toEqual(await stranger.nextJson());
  foreign.send({ request_id: 1, event: { type: "heartbeat" } });
  expect(await foreign.closed()).toBe(4003);
  const bare = await RawPeer.open(koine.url, "/gateway", headers);
  bare.send({ token: "" });
  expect(await bare.closed()).toBe(4001);
  stranger.wire.cut();
}, 60_000);

test("class 29: lines of other protocols get no more than a refusal", async () => {
  const speeches: readonly [string, string][] = [
    ["IRC", "NICK ann\r\nUSER ann 0 * :Ann\r\nJOIN #general\r\n"],
    ["SMTP", "EHLO evil.example\r\nMAIL FROM:<a@b>\r\n"],
    ["XMPP", "<?xml version='1.0'?><stream:stream to='koine' xmlns='jabber:client'>"],
    ["Redis", "*1\r\n$4\r\nPING\r\n"],
    ["JSON lines", `${JSON.stringify({ token: "x" })}\n`],
    ["SSH", "SSH-2.0-OpenSSH_9.9\r\n"],
    ["memcached", "stats\r\nquit\r\n"],
    ["a PROXY line", "PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\nGET /api/v1/members HTTP/1.1\r\nHost: t\r\n\r\n"],
  ];
  for (const [what, text] of speeches) {
    const wire = await Wire.open(koine.url);
    wire.write(Buffer.from(`${text}\r\n\r\n`));
    const answer = (await wire.read())?.toString("latin1") ?? "";
    expect([what, /^(HTTP\/1\.1 4\d\d |$)/.test(answer)]).toEqual([what, true]);
    wire.cut();
  }
  await probe(koine, pair);
}, 60_000);
