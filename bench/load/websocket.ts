/** The client's half of RFC 6455, as much as a load needs: no fragments, no extensions, masks of zero. */

import { connectTcp } from "./tcp.ts";

export interface WebSocketClient {
  send(text: string): void;
  pause(): void;
  resume(): void;
  cut(): void;
}

export interface WebSocketEvents {
  /** A text frame, or a binary one; the bytes are valid until it returns. */
  frame(bytes: Uint8Array, binary: boolean): void;
  /** All frames of one read were handed over. */
  readEnd?(): void;
  closed?(code: number): void;
}

const PING = 0x9;
const PONG = 0xa;
const CLOSE = 0x8;
const BINARY = 0x2;
const TEXT = 0x1;

/** Connect and upgrade; rejects when the server refuses. */
export async function connectWebSocket(
  port: number,
  path: string,
  events: WebSocketEvents,
): Promise<WebSocketClient> {
  let carry: Uint8Array = new Uint8Array(0);
  let upgraded = false;
  let code = 1006;
  const { promise, resolve, reject } = Promise.withResolvers<void>();

  const tcp = await connectTcp(port, {
    data(chunk) {
      const bytes = carry.length === 0 ? chunk : Buffer.concat([carry, chunk]);
      let at = 0;
      if (!upgraded) {
        const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
        const end = text.indexOf("\r\n\r\n");
        if (end >= 0 && !text.startsWith("HTTP/1.1 101")) return reject(new Error(text.slice(0, 300)));
        if (end >= 0) {
          upgraded = true;
          at = end + 4;
          resolve();
        }
      }
      if (upgraded) at = frames(bytes, at);
      carry = at === bytes.length ? new Uint8Array(0) : bytes.slice(at);
      if (upgraded) events.readEnd?.();
    },
    closed() {
      reject(new Error("closed before the upgrade"));
      events.closed?.(code);
    },
  });

  /** Hands over the whole frames from `at` on; gives where the first incomplete one begins. */
  function frames(bytes: Uint8Array, from: number): number {
    let at = from;
    while (at + 2 <= bytes.length) {
      const opcode = (bytes[at] ?? 0) & 0x0f;
      let length = (bytes[at + 1] ?? 0) & 0x7f;
      let start = at + 2;
      if (length === 126) {
        if (at + 4 > bytes.length) break;
        length = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
        start = at + 4;
      } else if (length === 127) {
        if (at + 10 > bytes.length) break;
        length = Number(new DataView(bytes.buffer, bytes.byteOffset + at + 2, 8).getBigUint64(0));
        start = at + 10;
      }
      const end = start + length;
      if (end > bytes.length) break;
      if (opcode === TEXT || opcode === BINARY) events.frame(bytes.subarray(start, end), opcode === BINARY);
      else if (opcode === PING) tcp.write(masked(PONG, bytes.slice(start, end)));
      else if (opcode === CLOSE) code = ((bytes[start] ?? 0) << 8) | (bytes[start + 1] ?? 0);
      at = end;
    }
    return at;
  }

  tcp.write(
    `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n",
  );
  await promise;
  return {
    send: (text) => tcp.write(masked(TEXT, encoder.encode(text))),
    pause: tcp.pause,
    resume: tcp.resume,
    cut: tcp.cut,
  };
}

const encoder = new TextEncoder();

/** A frame masked with zeros, which leaves the payload as it is. */
function masked(opcode: number, payload: Uint8Array): Uint8Array {
  const { length } = payload;
  const header =
    length < 126
      ? [0x80 | opcode, 0x80 | length, 0, 0, 0, 0]
      : [0x80 | opcode, 0x80 | 126, length >> 8, length & 0xff, 0, 0, 0, 0];
  if (length > 0xffff) throw new Error("the bench sends no frame above 64 KiB");
  const frame = new Uint8Array(header.length + length);
  frame.set(header);
  frame.set(payload, header.length);
  return frame;
}
