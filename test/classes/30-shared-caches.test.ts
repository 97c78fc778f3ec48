/**
 * Bug class 30: a shared cache gives one user's answer to another. Every answer to somebody signed in, and every
 * refusal, says that nobody may keep it.
 */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { httpCalls } from "../../src/dialects/bonfire/calls.ts";
import { upload } from "../files-client.ts";
import { type Account, register } from "../gateway-client.ts";
import { UNLIMITED } from "../health.ts";
import { type Koine, removeDirectories, startKoine } from "../koine.ts";

let koine: Koine;
let ann: Account;

beforeAll(async () => {
  koine = await startKoine({ environment: UNLIMITED });
  ann = await register(koine.url, "ann");
}, 30_000);

afterAll(async () => {
  await koine.stop();
  removeDirectories();
});

const ACCOUNT: readonly (readonly [string, string])[] = [
  ["GET", "/api/v1/account"],
  ["GET", "/api/v1/account/export"],
  ["GET", "/api/v1/tokens"],
  ["GET", "/api/v1/bots"],
  ["POST", "/api/v1/bots"],
  ["POST", "/api/v1/login"],
  ["POST", "/api/v1/register"],
  ["POST", "/api/v1/password"],
  ["GET", "/api/v1/nothing"],
];

async function ask(method: string, path: string, headers: Record<string, string>) {
  const response = await fetch(koine.url + path, {
    method,
    headers: { "Content-Type": "application/json", ...headers },
    ...(method === "GET" || method === "DELETE" ? {} : { body: "{}" }),
  });
  await response.arrayBuffer();
  return { method, path, cache: response.headers.get("Cache-Control"), etag: response.headers.get("ETag") };
}

test("answers and refusals of all calls are private and not stored", async () => {
  const signedIn = { Authorization: `Bearer ${ann.token}` };
  const calls = httpCalls.map(({ method, path }) => [method, path.replaceAll(/\{\w+\}/g, "1")] as const);
  for (const [method, path] of [...calls, ...ACCOUNT])
    for (const headers of [signedIn, {}, { Authorization: "Bearer wrong" }])
      expect(await ask(method, path, headers as Record<string, string>)).toEqual({
        method,
        path,
        cache: "private, no-store",
        etag: null,
      });
});

test("a file, whose address is its key, is in private caches at most", async () => {
  const file = await upload(koine.url, ann.token, "a letter", { name: "letter.txt" });
  const { headers } = await fetch(koine.url + file.url);
  expect(headers.get("Cache-Control")).toMatch(/^private\b/);
});
