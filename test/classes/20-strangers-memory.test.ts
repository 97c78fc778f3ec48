/** Bug class 20: memory that stays behind for each connection of a stranger (`docs/bug-classes.md`). */

import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Account } from "../gateway-client.ts";
import { honestPair, MIB, probe, residentBytes, UNLIMITED } from "../health.ts";
import { type Koine, removeDirectories, startKoine } from "../koine.ts";
import { jsonFrame, RawPeer } from "../raw-peer.ts";

const CONNECTIONS = 2_000;
const AT_ONCE = 100;
/** What the first round makes the process take from the system, once. */
const MAX_GROWTH = 40 * MIB;

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

/** Strangers come, say a little that is no identify, and leave. */
async function visit(connections: number): Promise<void> {
  for (let done = 0; done < connections; done += AT_ONCE) {
    const peers = await Promise.all(Array.from({ length: AT_ONCE }, () => RawPeer.open(koine.url)));
    for (const [i, peer] of peers.entries()) {
      expect(await peer.nextJson()).toMatchObject({ version: expect.any(String) });
      if (i % 3 === 0) peer.send("x".repeat(10_000));
      if (i % 3 === 1) peer.write(jsonFrame({ token: "nobody's" }));
      if (i % 3 === 1) expect(await peer.closed()).toBe(4001);
      peer.wire.cut();
    }
  }
}

test("class 20: 2,000 connections that never identify leave nothing behind", async () => {
  await visit(CONNECTIONS); // Fills the heap, the caches and the counters that stay.
  await probe(koine, pair);
  const before = residentBytes(koine);
  await visit(CONNECTIONS);
  await probe(koine, pair);
  const grown = residentBytes(koine) - before;
  process.stdout.write(`class 20: ${CONNECTIONS} strangers, memory ${Math.round(grown / 1024)} KiB more\n`);
  expect(grown).toBeLessThan(MAX_GROWTH);
}, 120_000);

test("class 20: a stranger's place is free again", async () => {
  const limit = 200; // Connections of one address.
  for (let round = 0; round < 3; round++) {
    const peers: RawPeer[] = [];
    // Those of the round before may be on their way out.
    while (peers.length < limit) {
      const peer = await RawPeer.open(koine.url);
      if (peer.head.startsWith("HTTP/1.1 101")) peers.push(peer);
    }
    const refused = await RawPeer.open(koine.url);
    expect(refused.head).toStartWith("HTTP/1.1 429");
    for (const { wire } of [...peers, refused]) wire.cut();
  }
}, 120_000);
