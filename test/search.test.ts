/** Searching over the wire (`docs/protocols/bonfire.md` section 3, `SearchRequest`). */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { type Account, enter, type GatewayClient, register } from "./gateway-client.ts";
import { type Koine, removeDirectories, startKoine } from "./koine.ts";

let koine: Koine;
let owner: GatewayClient;
let bob: GatewayClient;
let general: number;
const accounts: Record<string, Account> = {};

interface Message {
  readonly id: number;
  readonly content: string;
}

beforeAll(async () => {
  koine = await startKoine({
    environment: { KOINE_LIMITS_SIGN_IN: "1000/1s", KOINE_LIMITS_BONFIRE: "100000/1s" },
  });
  for (const name of ["owner", "bob", "cid"]) accounts[name] = await register(koine.url, name);
  const first = await enter(koine.gateway, accounts.owner?.token ?? "");
  owner = first.client;
  general = first.ready.space.default_room_id;
  bob = (await enter(koine.gateway, accounts.bob?.token ?? "")).client;
}, 60_000);

afterAll(async () => {
  await koine.stop();
  removeDirectories();
});

async function send(client: GatewayClient, content: string, room = general): Promise<number> {
  const ok = await client.request({ type: "message_send", room_id: room, content });
  expect(ok).toMatchObject({ type: "ok" });
  return (ok.message as Message).id;
}

async function search(client: GatewayClient, query: string, more: object = {}): Promise<string[]> {
  const ok = await client.request({ type: "search", query, ...more });
  expect(ok).toMatchObject({ type: "ok" });
  return ((ok.messages ?? []) as Message[]).map(({ content }) => content);
}

test("words, beginnings and parts of words are found, newest first, at once after they were sent", async () => {
  await send(bob, "the quick brown fox");
  await send(owner, "Résumé of a FOX hunt");
  await send(bob, "foxglove is no animal");
  expect(await search(bob, "fox")).toEqual(["Résumé of a FOX hunt", "the quick brown fox"]);
  expect(await search(bob, "fox*")).toEqual([
    "foxglove is no animal",
    "Résumé of a FOX hunt",
    "the quick brown fox",
  ]);
  expect(await search(bob, "resume")).toEqual(["Résumé of a FOX hunt"]);
  expect(await search(bob, '"oxglo"')).toEqual(["foxglove is no animal"]);
  expect(await search(bob, "quick fox")).toEqual(["the quick brown fox"]);
  expect(await search(bob, '"own f" quick')).toEqual(["the quick brown fox"]);
  expect(await search(bob, '"own f" slow')).toEqual([]);
  expect(await search(bob, "fox", { author_id: accounts.owner?.user.id })).toEqual(["Résumé of a FOX hunt"]);
  expect(await search(bob, "foxes")).toEqual([]);
});

test("a search sees every message sent before it, however many came at once", async () => {
  const sends = Array.from({ length: 1_000 }, (_, i) =>
    bob.request({ type: "message_send", room_id: general, content: `burst number${i}` }),
  );
  // Asked for on the same connection before any answer has come.
  const last = search(bob, "number999");
  const all = search(bob, "burst", { limit: 200 });
  expect(await last).toEqual(["burst number999"]);
  expect((await all).slice(0, 2)).toEqual(["burst number999", "burst number998"]);
  await Promise.all(sends);
});

test("pages follow each other to the end, without a gap or a repetition", async () => {
  for (let i = 0; i < 25; i++) await send(bob, `page ${i}`);
  const seen: string[] = [];
  let before = 0;
  for (;;) {
    const ok = await bob.request({ type: "search", query: "page", limit: 10, before });
    seen.push(...((ok.messages ?? []) as Message[]).map(({ content }) => content));
    if (ok.more !== true) break;
    before = ok.next_before as number;
  }
  expect(seen).toEqual(Array.from({ length: 25 }, (_, i) => `page ${24 - i}`));
});

test("an edited message is found by what it says now, a deleted one not at all", async () => {
  const id = await send(bob, "walrus");
  expect(await search(bob, "walrus")).toEqual(["walrus"]);
  await bob.request({ type: "message_edit", message_id: id, content: "narwhal" });
  expect(await search(bob, "walrus")).toEqual([]);
  expect(await search(bob, '"alru"')).toEqual([]);
  expect(await search(bob, "narwhal")).toEqual(["narwhal"]);
  await bob.request({ type: "message_delete", message_id: id });
  expect(await search(bob, "narwhal")).toEqual([]);
  expect(await search(bob, '"arwha"')).toEqual([]);
});

test("without words: what mentions me, what is pinned, what somebody said", async () => {
  const ping = await send(owner, "hello @bob");
  await send(owner, "hello @everyone");
  await send(bob, "I say @bob myself");
  expect(await search(bob, "", { mentions_me: true })).toEqual(["hello @everyone", "hello @bob"]);
  await owner.request({ type: "pin_add", message_id: ping });
  expect(await search(bob, "", { pinned: true })).toEqual(["hello @bob"]);
  expect(await search(bob, "", { author_id: accounts.owner?.user.id, limit: 1 })).toEqual([
    "hello @everyone",
  ]);
  expect(await search(bob, "hello", { before: ping + 1, after: ping - 1 })).toEqual(["hello @bob"]);
  expect(await bob.request({ type: "search", query: "" })).toMatchObject({ code: "invalid" });
  expect(await bob.request({ type: "search", query: "x".repeat(300) })).toMatchObject({ code: "invalid" });
  expect(await bob.request({ type: "search", query: "a ".repeat(17) })).toMatchObject({ code: "invalid" });
});

test("class 35: what an index would take for an operator is looked for as text", async () => {
  await send(bob, 'say "near" AND (far OR text:near) NOT -this^2 {a b}: c*d + e');
  for (const query of [
    "AND",
    "OR",
    "NOT",
    "near AND far",
    "NEAR(near far, 2)",
    "text:near",
    "-this",
    "^2",
    "{a b}",
    "c*d",
    "+",
    "(",
    ")",
    "(far OR",
    "a:b:c",
    "\u0000near",
    '"',
    '""',
    '"near',
    '"near" AND',
    "''",
    "near'; drop table message; --",
    "*",
    "**",
    "near*",
    "%",
    "_",
    "\\",
    "text : near",
    "a + b",
    '"a""b"',
    "rowid:1",
    "- - -",
    "😀",
  ]) {
    const ok = await bob.request({ type: "search", query, limit: 5 });
    expect(`${query}: ${ok.type === "ok" || ok.code === "invalid"}`).toBe(`${query}: true`);
  }
  expect(await search(bob, "near NOT far")).toHaveLength(1);
  expect(await search(bob, "near OR nothing")).toEqual([]);
  expect(await search(bob, "content:near")).toEqual([]);
});
