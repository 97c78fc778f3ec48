/** Class 9: an address that somebody gives must not lead into the own network, by no detour. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { createOutbound, OutboundError, type OutboundRequest, type Resolve } from "../../src/net/outbound.ts";
import { type HostileWeb, startHostileWeb } from "../hostile-web.ts";

let web: HostileWeb;

beforeAll(() => {
  web = startHostileWeb();
});

afterAll(() => web.stop());

function get(url: string, more: Partial<OutboundRequest> = {}): OutboundRequest {
  return {
    url,
    method: "GET",
    headers: {},
    body: null,
    timeout: 5_000,
    maxBytes: 1 << 16,
    redirects: 3,
    ...more,
  };
}

/** How a request failed, or the status of its answer. */
async function outcome(
  url: string,
  {
    allowed = [],
    resolve,
    ...more
  }: { allowed?: string[]; resolve?: Resolve } & Partial<OutboundRequest> = {},
) {
  try {
    const outbound = createOutbound({ allowed, ...(resolve === undefined ? {} : { resolve }) });
    return (await outbound(get(url, more))).status;
  } catch (error) {
    if (error instanceof OutboundError) return error.failure;
    throw error;
  }
}

for (const host of [
  "127.0.0.1",
  "127.1",
  "0x7f000001",
  "2130706433",
  "0.0.0.0",
  "10.1.2.3",
  "100.64.0.1",
  "169.254.169.254",
  "172.31.0.1",
  "192.168.0.1",
  "[::1]",
  "[::]",
  "[::ffff:127.0.0.1]",
  "[::ffff:7f00:1]",
  "[64:ff9b::7f00:1]",
  "[2002:7f00:1::]",
  "[2001:0:7f00:1::]",
  "[fe80::1]",
  "[fd00::1]",
  "[ff02::1]",
  "localhost",
]) {
  test(`class 9: ${host} is refused, and nobody there hears of it`, async () => {
    const heard = web.asked.length;
    expect(await outcome(`http://${host}:${web.port}/`)).toBe("refused_address");
    expect(web.asked.length).toBe(heard);
  });
}

test("class 9: a name with one private address among public ones is refused", async () => {
  const resolve: Resolve = async () => ["93.184.216.34", "127.0.0.1"];
  expect(await outcome(`http://mixed.example:${web.port}/`, { resolve })).toBe("refused_address");
});

test("class 9: a name that answers otherwise the second time is asked once", async () => {
  let asked = 0;
  // An address at which nobody is; afterwards ours.
  const resolve: Resolve = async () => [asked++ === 0 ? "127.0.0.2" : "127.0.0.1"];
  const heard = web.asked.length;
  const allowed = ["rebinding.example"];
  expect(await outcome(`http://rebinding.example:${web.port}/`, { allowed, resolve })).toBe("unreachable");
  expect(asked).toBe(1);
  expect(web.asked.length).toBe(heard);
});

test("class 9: the connection goes to the address that was checked, under the name", async () => {
  const resolve: Resolve = async () => ["127.0.0.1"];
  const allowed = [`inside.example:${web.port}`];
  expect(await outcome(`http://inside.example:${web.port}/`, { allowed, resolve })).toBe(200);
  expect(await outcome(`http://inside.example:1/`, { allowed, resolve })).toBe("refused_address");
});

test("class 9: each redirect is checked", async () => {
  const allowed = [`door.example:${web.port}`];
  const resolve: Resolve = async () => ["127.0.0.1"];
  const door = `http://door.example:${web.port}`;
  expect(await outcome(`${door}/to?${door}/fine`, { allowed, resolve })).toBe(200);
  const heard = web.asked.length;
  expect(await outcome(`${door}/to?http://127.0.0.1:${web.port}/secret`, { allowed, resolve })).toBe(
    "refused_address",
  );
  expect(await outcome(`${door}/to?file:///etc/passwd`, { allowed, resolve })).toBe("bad_address");
  expect(await outcome(`${door}/to?/to?/to?/to?/to?/end`, { allowed, resolve })).toBe("too_many_redirects");
  expect(web.asked.slice(heard)).not.toContain("/secret");
  expect(await outcome(`${door}/to?/fine`, { allowed, resolve, redirects: 0 })).toBe(302);
});

test("class 9: an answer without an end, a slow one, a silent one and one that unfolds are given up", async () => {
  const allowed = [`127.0.0.1:${web.port}`];
  const at = `http://127.0.0.1:${web.port}`;
  expect(await outcome(`${at}/endless`, { allowed })).toBe("too_large");
  expect(await outcome(`${at}/endless`, { allowed, maxBytes: 0 })).toBe(200);
  expect(await outcome(`${at}/slow`, { allowed, timeout: 300 })).toBe("too_slow");
  expect(await outcome(`${at}/silent`, { allowed, timeout: 300 })).toBe("too_slow");
  const bomb = await createOutbound({ allowed })(get(`${at}/bomb`));
  expect(bomb.body.length).toBeLessThan(1 << 16);
});

test("class 9: what is no web address is not called", async () => {
  for (const url of [
    "file:///etc/passwd",
    "ftp://example.com/",
    "gopher://127.0.0.1/",
    "http://u:p@example.com/",
    "nothing",
  ])
    expect(await outcome(url)).toBe("bad_address");
});

test("class 9: a name that nobody knows", async () => {
  const resolve: Resolve = async () => {
    throw new Error("ENOTFOUND");
  };
  expect(await outcome("http://nowhere.example/", { resolve })).toBe("unresolved");
});
