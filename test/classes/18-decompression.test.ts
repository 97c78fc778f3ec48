/** Bug classes 18 and 19: what unfolds to much more than was sent (`docs/bug-classes.md`). */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { deflateRawSync, gzipSync } from "node:zlib";
import type { Account } from "../gateway-client.ts";
import { honestPair, MIB, probe, residentBytes, UNLIMITED } from "../health.ts";
import { type Koine, removeDirectories, startKoine } from "../koine.ts";
import { BINARY, frameOf, RawPeer, TEXT } from "../raw-peer.ts";

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

const BOMB_BYTES = 512 * MIB;

test("class 18: compression on the socket is not agreed to, and a compressed frame closes it", async () => {
  const offers = [
    "permessage-deflate",
    "permessage-deflate; client_max_window_bits; server_no_context_takeover",
    "x-webkit-deflate-frame",
    "deflate-frame, permessage-bzip2",
  ];
  const small = deflateRawSync(Buffer.alloc(16 * MIB, 0x20));
  for (const offer of offers) {
    const peer = await RawPeer.open(koine.url, "/gateway", `Sec-WebSocket-Extensions: ${offer}\r\n`);
    expect(peer.head).toStartWith("HTTP/1.1 101");
    expect(peer.head.toLowerCase()).not.toContain("sec-websocket-extensions");
    peer.write(frameOf(0xc1, small));
    const closed = await peer.closed();
    expect([offer, closed === 1002 || closed === "cut"]).toEqual([offer, true]);
  }
  await probe(koine, pair);
}, 60_000);

test("class 18: the body of a call is not unfolded", async () => {
  const before = residentBytes(koine);
  const login = JSON.stringify({ handle: "honest-ann", password: "correct horse" });
  // Gzip of gzip of blanks: half a GiB in less than 64 KiB, with a valid login before it.
  const bomb = gzipSync(Buffer.concat([Buffer.from(login), Buffer.alloc(BOMB_BYTES / 16, 0x20)]), {
    level: 9,
  });
  expect(bomb.length).toBeLessThan(64 * 1024);
  for (const encoding of ["gzip", "deflate", "br", "gzip, gzip"]) {
    for (let i = 0; i < 10; i++) {
      const answer = await fetch(`${koine.url}/api/v1/login`, {
        method: "POST",
        headers: { "Content-Encoding": encoding, "Content-Type": "application/json" },
        body: new Uint8Array(bomb),
      });
      const { error } = (await answer.json()) as { error: { code: string } };
      expect([encoding, answer.status, error.code]).toEqual([encoding, 400, "invalid"]);
    }
  }
  expect(residentBytes(koine) - before).toBeLessThan(100 * MIB);
  await probe(koine, pair);
}, 60_000);

const MAX = 1024 * 1024;

/** The start, then the piece as often as it fits, then the end. */
function filled(start: string, piece: string, end: string): Buffer {
  return Buffer.from(
    start + piece.repeat(Math.floor((MAX - start.length - end.length) / piece.length)) + end,
  );
}

/** Frames of about 1 MiB that become as much as possible in a parser's hands. */
const amplifiers: readonly [string, Buffer][] = [
  ["empty lists", frameOf(TEXT, filled('{"token":7,"a":[', "[],", "0]}"))],
  ["empty objects", frameOf(TEXT, filled('{"token":7,"a":[', "{},", "0]}"))],
  ["positions", frameOf(TEXT, filled('{"token":7,"resume":{"positions":[', "{},", "{}]}}"))],
  ["numbers", frameOf(TEXT, filled('{"token":7,"a":[', "1,", "0]}"))],
  ["one key again and again", frameOf(TEXT, filled('{"token":7', ',"a":{}', "}"))],
  [
    "nesting up to the limit",
    frameOf(TEXT, filled('{"token":7,"a":[', `${"[".repeat(29)}${"]".repeat(29)},`, "0]}")),
  ],
  ["escapes", frameOf(TEXT, filled('{"token":7,"a":"', "\\u0000", '"}'))],
  ["unknown Protobuf fields", frameOf(BINARY, Buffer.alloc(MAX, Buffer.from("f80700", "hex")))],
  [
    "Protobuf positions",
    frameOf(
      BINARY,
      Buffer.concat([Buffer.from("52f8ff3f", "hex"), Buffer.alloc(MAX - 8, Buffer.from("1200", "hex"))]),
    ),
  ],
];

test("class 19: what a stranger sends costs memory for a moment only, and is answered shortly", async () => {
  const before = residentBytes(koine);
  for (const [what, frame] of amplifiers) {
    for (let round = 0; round < 2; round++) {
      const peer = await RawPeer.open(koine.url);
      peer.write(Buffer.concat(Array<Buffer>(6).fill(frame)));
      let answered = 0;
      for (;;) {
        const reply = await peer.next();
        if (reply === null || reply.opcode === 8) break;
        // The handshake names the capabilities; every other answer is a sentence.
        if (answered > 0) expect([what, reply.payload.length < 300]).toEqual([what, true]);
        answered += 1;
      }
      // Six are not to be read, and the connection closes; or the first was an identify of nobody.
      expect([what, answered === 6 || answered === 1]).toEqual([what, true]);
    }
  }
  const grown = residentBytes(koine) - before;
  process.stdout.write(
    `class 19: ${amplifiers.length * 12} MiB sent, memory ${Math.round(grown / MIB)} MiB more\n`,
  );
  expect(grown).toBeLessThan(400 * MIB);
  await probe(koine, pair);
}, 120_000);
