/**
 * Bug class 17: a pattern or a header whose reading takes the square of its length (`docs/bug-classes.md`).
 *
 * No time is measured. The inputs are as long as they may be, so that a square would hold the server up for
 * minutes, and every one of them must be answered within the patience of a client.
 */

import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Account } from "../gateway-client.ts";
import { enter } from "../gateway-client.ts";
import { honestPair, probe, UNLIMITED } from "../health.ts";
import { type Koine, removeDirectories, startKoine } from "../koine.ts";
import { frameOf, RawPeer, TEXT } from "../raw-peer.ts";

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

/** Texts on which careless patterns go back and forth. */
const stubborn = (length: number): string[] => [
  "a".repeat(length),
  " ".repeat(length),
  "(".repeat(length),
  `${"a ".repeat(length / 2 - 1)}!`,
  "*_~`|".repeat(length / 5),
  "[".repeat(length),
  "[](".repeat(length / 3),
  "<@".repeat(length / 2),
  "http://".repeat(length / 7),
  "\\".repeat(length),
  "\n> ".repeat(length / 3),
  "👩‍".repeat(length / 8),
  "\u0301".repeat(length / 3),
];

test("class 17: the longest headers, queries and paths are read in one go", async () => {
  for (const value of stubborn(7_000).filter((text) => /^[\x20-\x7e]*$/.test(text))) {
    const headers: Record<string, string> = {};
    for (const name of ["Authorization", "X-Forwarded-For"])
      headers[name] = `Bearer ${value}`.slice(0, 7_000);
    const answers = await Promise.all([
      fetch(`${koine.url}/api/v1/rooms/1/messages`, { headers }),
      fetch(`${koine.url}/api/v1/messages/${encodeURIComponent(value).slice(0, 7_000)}/reactions/x`, {
        headers,
      }),
      fetch(`${koine.url}/gateway?version=${encodeURIComponent(value).slice(0, 7_000)}`, { headers }),
    ]);
    for (const { status } of answers) expect(status).toBeWithin(400, 500);
    for (const name of ["Sec-WebSocket-Extensions", "Sec-WebSocket-Protocol", "Cookie", "Origin"]) {
      const peer = await RawPeer.open(koine.url, "/gateway", `${name}: ${value}\r\n`);
      expect([name, peer.head.slice(0, 12)]).toEqual([name, "HTTP/1.1 101"]);
      peer.wire.cut();
    }
  }
  await probe(koine, pair);
}, 120_000);

test("class 17: handles, passwords and names of 50 KiB are refused at once", async () => {
  for (const text of stubborn(50_000)) {
    for (const body of [
      { handle: text, password: "correct horse" },
      { handle: "someone", password: text },
      { handle: "someone", password: "correct horse", name: text },
    ]) {
      const answer = await fetch(`${koine.url}/api/v1/register`, {
        method: "POST",
        body: JSON.stringify(body),
      });
      expect([400, 413]).toContain(answer.status);
    }
  }
}, 120_000);

test("class 17: frames of 1 MiB before identify are read in one go", async () => {
  for (const text of stubborn(1_000_000)) {
    const bodies = [text, JSON.stringify({ token: 1, text }), JSON.stringify({ event: { type: text } })];
    const peer = await RawPeer.open(koine.url);
    await peer.next();
    for (const body of bodies) {
      peer.write(frameOf(TEXT, Buffer.from(body).subarray(0, 1024 * 1024)));
      const answer = (await peer.nextJson()) as { event: { code: string } };
      expect(answer.event.code).toBe("undecodable");
    }
    peer.wire.cut();
  }
  await probe(koine, pair);
}, 120_000);

test("class 17: every text of a message, a name, a topic, an emoji is taken or refused", async () => {
  const { client, ready } = await enter(koine.gateway, pair[0].token);
  const room_id = ready.space.default_room_id;
  const { message } = await client.request({ type: "message_send", room_id, content: "to react to" });
  const { id: message_id } = message as { id: number };
  for (const length of [16_000, 60_000]) {
    for (const content of stubborn(length)) {
      for (const event of [
        { type: "message_send", room_id, content },
        { type: "message_edit", message_id, content },
        { type: "room_create", name: content, topic: content },
        { type: "reaction_add", message_id, emoji: content },
        { type: "members_get", prefix: content },
        { type: "search", text: content },
      ]) {
        const { type } = await client.request(event);
        expect(["ok", "error"]).toContain(type);
      }
    }
  }
  await client.close();
  await probe(koine, pair);
}, 120_000);
