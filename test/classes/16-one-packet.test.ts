/** Bug class 16: one packet of a stranger ends the process (`docs/bug-classes.md`). */

import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Account } from "../gateway-client.ts";
import { honestPair, probe, UNLIMITED } from "../health.ts";
import { type Koine, removeDirectories, startKoine } from "../koine.ts";
import { BINARY, frameOf, RawPeer, TEXT, upgradeRequest, Wire } from "../raw-peer.ts";

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

const crlf = (...lines: string[]) => Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1");
const get = (...headers: string[]) => crlf("GET /gateway HTTP/1.1", "Host: test", ...headers);
const many = (count: number) => Array.from({ length: count }, (_, i) => `X-${i}: ${i}`);

/** Bytes instead of an HTTP request. */
const requests: readonly [string, Buffer][] = [
  ["2,000 headers on an upgrade", upgradeRequest("/gateway", `${many(2_000).join("\r\n")}\r\n`)],
  ["a header of 1 MiB", get(`X-Long: ${"x".repeat(1024 * 1024)}`)],
  ["a path of 1 MiB", crlf(`GET /${"x".repeat(1024 * 1024)} HTTP/1.1`, "Host: test")],
  ["a query of 60 KiB", upgradeRequest(`/gateway?version=${"0.".repeat(30_000)}`)],
  ["percent signs that mean nothing", crlf("GET /api/v1/messages/%zz%E0%A4%ff/x HTTP/1.1", "Host: test")],
  ["no Host", crlf("GET /gateway HTTP/1.1", "Upgrade: websocket", "Connection: Upgrade")],
  ["a Host that is none", crlf("GET /gateway HTTP/1.1", "Host: [::1", "Upgrade: websocket")],
  ["two lengths", crlf("POST /api/v1/login HTTP/1.1", "Host: t", "Content-Length: 5", "Content-Length: 6")],
  ["a negative length", crlf("POST /api/v1/login HTTP/1.1", "Host: t", "Content-Length: -1")],
  [
    "a length beyond numbers",
    crlf("POST /api/v1/login HTTP/1.1", "Host: t", `Content-Length: ${"9".repeat(40)}`),
  ],
  [
    "chunks of no length",
    Buffer.concat([
      crlf("POST /api/v1/login HTTP/1.1", "Host: t", "Transfer-Encoding: chunked"),
      Buffer.from("zz\r\n"),
    ]),
  ],
  [
    "a chunk beyond numbers",
    Buffer.concat([
      crlf("POST /api/v1/login HTTP/1.1", "Host: t", "Transfer-Encoding: chunked"),
      Buffer.from("ffffffffffffffffff\r\n"),
    ]),
  ],
  ["an upgrade without a key", get("Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13")],
  [
    "an upgrade with a key of 8 KiB",
    get(
      "Upgrade: websocket",
      "Connection: Upgrade",
      "Sec-WebSocket-Version: 13",
      `Sec-WebSocket-Key: ${"A".repeat(8_192)}`,
    ),
  ],
  [
    "an upgrade of an unknown version",
    get(
      "Upgrade: websocket",
      "Connection: Upgrade",
      "Sec-WebSocket-Version: 99",
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    ),
  ],
  [
    "an upgrade with a body",
    Buffer.concat([upgradeRequest("/gateway", "Content-Length: 5\r\n"), Buffer.from("12345")]),
  ],
  [
    "extensions of 8 KiB",
    upgradeRequest("/gateway", `Sec-WebSocket-Extensions: ${"a; b=".repeat(1_600)}\r\n`),
  ],
  ["NUL bytes", Buffer.alloc(5_000)],
  ["a header with a NUL", get("X-A: a\0b")],
  ["HTTP/9.9", crlf("GET / HTTP/9.9", "Host: t")],
  ["HTTP/2's preface", Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0", "latin1")],
  ["a TLS hello", Buffer.from("16030100a5010000a10303", "hex")],
];

test("class 16: one packet before the upgrade does not end the process", async () => {
  for (const [what, bytes] of requests) {
    const wire = await Wire.open(koine.url);
    wire.write(bytes);
    wire.cut();
    // Once more, staying for whatever is said.
    const staying = await Wire.open(koine.url);
    staying.write(bytes);
    const honest = await fetch(`${koine.url}/healthz`);
    expect({ what, status: honest.status, exit: koine.process.exitCode }).toEqual({
      what,
      status: 200,
      exit: null,
    });
    staying.cut();
  }
  await probe(koine, pair);
}, 60_000);

const length = (firstByte: number, bytes: string) =>
  Buffer.concat([Buffer.from([firstByte]), Buffer.from(bytes, "hex")]);
const json = (text: string) => frameOf(TEXT, Buffer.from(text));

/** Bytes of a WebSocket, of which the server may close or answer; never more. */
const packets: readonly [string, Buffer][] = [
  ["RSV1: a compressed frame that was not agreed on", frameOf(0xc1, Buffer.from("abc"))],
  ["RSV2", frameOf(0xa1, Buffer.from("abc"))],
  ["RSV3", frameOf(0x91, Buffer.from("abc"))],
  ["all RSV bits and an unknown opcode", frameOf(0xff, Buffer.from("abc"))],
  ["an unmasked frame", Buffer.from("810568656c6c6f", "hex")],
  ["opcode 3", frameOf(0x83, Buffer.from("abc"))],
  ["a continuation of nothing", frameOf(0x80, Buffer.from("abc"))],
  ["a ping in pieces", frameOf(0x09, Buffer.from("abc"))],
  ["a ping of 126 bytes", frameOf(0x89, Buffer.alloc(126))],
  ["a text in a text", Buffer.concat([frameOf(0x01, Buffer.from("a")), json("b")])],
  [
    "100,000 pieces of nothing",
    Buffer.concat([
      frameOf(0x01, Buffer.alloc(0)),
      ...Array<Buffer>(100_000).fill(frameOf(0x00, Buffer.alloc(0))),
    ]),
  ],
  ["a length of 2^63", length(0x81, "ff800000000000000000000000")],
  ["a length of 2^63 - 1", length(0x82, "ff7fffffffffffffff00000000")],
  ["a length in the longest form", length(0x81, "ff0000000000000001000000007b")],
  ["a close of one byte", frameOf(0x88, Buffer.from("0", "latin1"))],
  ["a close with code 0", frameOf(0x88, Buffer.from("0000", "hex"))],
  ["a close with a code of the future", frameOf(0x88, Buffer.from("ffff", "hex"))],
  ["a close whose reason is no UTF-8", frameOf(0x88, Buffer.from("03e8eda080", "hex"))],
  ["text that is no UTF-8", frameOf(TEXT, Buffer.from("ff", "hex"))],
  ["an empty text", json("")],
  ["empty bytes", frameOf(BINARY, Buffer.alloc(0))],
  [
    "keys that every object has",
    json('{"__proto__":{"token":"x"},"constructor":{"prototype":{}},"toString":1,"token":"x"}'),
  ],
  ["an event with the name of a method", json('{"request_id":1,"event":{"type":"hasOwnProperty"}}')],
  ["a token that is an object", json('{"token":{"toString":"x","valueOf":1}}')],
  ["a token of 1 MiB less a little", json(`{"token":"${"x".repeat(1024 * 1024 - 12)}"}`)],
  [
    "a resume of many positions",
    json(`{"token":"x","resume":{"resume_token":"y","positions":[${'{"stream":1},'.repeat(70_000)}{}]}}`),
  ],
  ["nesting as deep as a frame allows", json("[".repeat(1024 * 1024))],
  ["Protobuf groups in each other", frameOf(BINARY, Buffer.alloc(100_000, 0x0b))],
  ["a Protobuf length beyond numbers", frameOf(BINARY, Buffer.from("0affffffffffffffffff01", "hex"))],
];

test("class 16: one packet before identify does not end the process", async () => {
  for (const [what, bytes] of packets) {
    const leaving = await RawPeer.open(koine.url);
    leaving.write(bytes);
    leaving.wire.cut();
    const staying = await RawPeer.open(koine.url, "/gateway", "", bytes);
    const honest = await fetch(`${koine.url}/healthz`);
    expect({ what, status: honest.status, exit: koine.process.exitCode }).toEqual({
      what,
      status: 200,
      exit: null,
    });
    staying.wire.cut();
  }
  await probe(koine, pair);
}, 60_000);

test("class 16: a WebSocket frame that breaks the protocol closes its own connection", async () => {
  for (const [what, bytes] of packets.slice(0, 9)) {
    const peer = await RawPeer.open(koine.url);
    peer.write(bytes);
    const closed = await peer.closed();
    expect([what, closed === 1002 || closed === "cut"]).toEqual([what, true]);
  }
}, 60_000);

test("class 16: a packet cut off in the middle holds nothing up", async () => {
  const bytes = Buffer.concat([upgradeRequest("/gateway"), json('{"token":"x"}')]);
  for (let end = 1; end < bytes.length; end += 3) {
    const wire = await Wire.open(koine.url);
    wire.write(bytes.subarray(0, end));
    wire.cut();
  }
  await probe(koine, pair);
}, 60_000);
