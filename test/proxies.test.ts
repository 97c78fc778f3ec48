/** Who a peer is behind a proxy, and who only says so: `trusted_proxies`. Seen by the limit of one address. */

import { afterAll, afterEach, expect, test } from "bun:test";
import { type Koine, removeDirectories, startKoine } from "./koine.ts";

const running: Koine[] = [];

afterEach(async () => {
  for (const koine of running.splice(0)) await koine.stop();
});
afterAll(removeDirectories);

/** A server that lets each address sign in once an hour. */
async function start(environment: Readonly<Record<string, string>>): Promise<Koine> {
  const koine = await startKoine({ environment: { KOINE_LIMITS_SIGN_IN: "1 per 1 h", ...environment } });
  running.push(koine);
  return koine;
}

let users = 0;

/** Register somebody new with such headers; gives the status. */
async function register(url: string, headers: Readonly<Record<string, string>>): Promise<number> {
  const body = JSON.stringify({ handle: `user-${users++}`, password: "correct horse" });
  return (await fetch(`${url}/api/v1/register`, { method: "POST", headers, body })).status;
}

test("a stranger's headers give nobody a second attempt", async () => {
  const { url } = await start({ KOINE_TRUSTED_PROXIES: "10.0.0.0/8, 192.0.2.1" });
  expect(await register(url, { "X-Forwarded-For": "198.51.100.1" })).toBe(200);
  expect(await register(url, { "X-Forwarded-For": "198.51.100.2" })).toBe(429);
  expect(await register(url, { "X-Forwarded-For": "10.0.0.1" })).toBe(429);
  expect(await register(url, { Forwarded: "for=198.51.100.3" })).toBe(429);
  expect(await register(url, {})).toBe(429);
});

test("a trusted proxy tells its callers apart, and what they invent counts for nothing", async () => {
  const { url } = await start({ KOINE_TRUSTED_PROXIES: "127.0.0.0/8" });
  expect(await register(url, { "X-Forwarded-For": "198.51.100.1" })).toBe(200);
  expect(await register(url, { "X-Forwarded-For": "198.51.100.2" })).toBe(200);
  expect(await register(url, { "X-Forwarded-For": "203.0.113.5, 198.51.100.1" })).toBe(429);
  expect(await register(url, { "X-Forwarded-For": "198.51.100.1, 127.0.0.9" })).toBe(429);
  expect(await register(url, { "X-Forwarded-For": "::ffff:198.51.100.1" })).toBe(429);
  expect(await register(url, { "X-Forwarded-For": "198.51.100.1:4711" })).toBe(429);
  // The header that this proxy does not write comes from the client.
  expect(await register(url, { "X-Forwarded-For": "198.51.100.1", Forwarded: "for=198.51.100.9" })).toBe(429);
});

test("all addresses of one customer with IPv6 count as one", async () => {
  const { url } = await start({ KOINE_TRUSTED_PROXIES: "127.0.0.0/8" });
  expect(await register(url, { "X-Forwarded-For": "2001:db8:1:2::1" })).toBe(200);
  expect(await register(url, { "X-Forwarded-For": "2001:db8:1:2:ffff:1:2:3" })).toBe(429);
  expect(await register(url, { "X-Forwarded-For": "2001:db8:1:3::1" })).toBe(200);
});

test("Forwarded, where the proxies write that", async () => {
  const { url } = await start({ KOINE_TRUSTED_PROXIES: "127.0.0.1", KOINE_FORWARDED_HEADER: "Forwarded" });
  expect(await register(url, { Forwarded: 'for="[2001:db8::1]:99";proto=https' })).toBe(200);
  expect(await register(url, { Forwarded: "for=198.51.100.1", "X-Forwarded-For": "1.2.3.4" })).toBe(200);
  expect(await register(url, { Forwarded: "for=198.51.100.1", "X-Forwarded-For": "1.2.3.5" })).toBe(429);
});

test("a proxy whose address the socket shows as IPv6", async () => {
  const { url } = await start({ KOINE_LISTEN: "[::]:0", KOINE_TRUSTED_PROXIES: "127.0.0.1" });
  const mapped = `http://127.0.0.1:${new URL(url).port}`;
  expect(await register(mapped, { "X-Forwarded-For": "198.51.100.1" })).toBe(200);
  expect(await register(mapped, { "X-Forwarded-For": "198.51.100.2" })).toBe(200);
  expect(await register(mapped, { "X-Forwarded-For": "198.51.100.2" })).toBe(429);
});
