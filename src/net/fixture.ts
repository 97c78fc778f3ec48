/** For the tests of this folder: a server with a dialect made on the spot, and a peer that shows every byte. */

import { connect, type Socket } from "node:net";
import type { Conn, Dialect, EndReason, Frame, Link } from "../core/dialect.ts";
import type { Fields, Log } from "../core/log.ts";
import { defaultLimits, type Limits } from "./limits.ts";
import { type Listener, type ListenOptions, listen } from "./server.ts";
import { Wheel } from "./wheel.ts";

const DEADLINE = 5_000;

export interface Fixture extends Listener {
  readonly errors: { readonly message: string; readonly fields: Fields }[];
  /** Let time pass for everything that waits on the wheel. */
  pass(millis: number): void;
}

export function serve(
  dialect: Dialect,
  more: Partial<Omit<ListenOptions, "limits">> & { readonly limits?: Partial<Limits> } = {},
): Fixture {
  let time = 0;
  const wheel = new Wheel(() => time);
  const errors: Fixture["errors"] = [];
  const log: Log = {
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: (message, fields = {}) => errors.push({ message, fields }),
  };
  const listener = listen({
    hostname: "127.0.0.1",
    port: 0,
    dialects: [dialect],
    routes: {},
    uploads: {},
    otherwise: null,
    doors: [],
    certificate: null,
    isTrusted: () => false,
    forwardedHeader: "X-Forwarded-For",
    allowedOrigins: [],
    ready: async () => null,
    wheel,
    log,
    ...more,
    limits: { ...defaultLimits, ...more.limits },
  });
  const pass = (millis: number) => {
    time += millis;
    wheel.advance();
  };
  return {
    port: listener.port,
    doors: listener.doors,
    get connections() {
      return listener.connections;
    },
    traffic: listener.traffic,
    publish: listener.publish,
    renew: listener.renew,
    stop: listener.stop,
    errors,
    pass,
  };
}

/** What a dialect of the tests does; the rest is that of one which says nothing. */
export interface Script {
  readonly connect?: (conn: Conn) => void;
  readonly receive?: (frame: Frame, conn: Conn) => Promise<void> | undefined;
  readonly end?: (reason: EndReason, conn: Conn) => void;
  readonly closed?: (conn: Conn) => void;
}

export function scripted(script: Script, more: Partial<Dialect> = {}): Dialect {
  return {
    name: "scripted",
    paths: ["/gateway"],
    routes: {},
    encode: () => null,
    accept: () => ({ variant: "" }),
    connect(conn): Link {
      script.connect?.(conn);
      return {
        receive: (frame) => script.receive?.(frame, conn),
        end: (reason) => (script.end ? script.end(reason, conn) : conn.close(4000, reason)),
        closed: () => script.closed?.(conn),
      };
    },
    ...more,
  };
}

export const echo = scripted({
  receive(frame, conn) {
    conn.send(frame);
    return undefined;
  },
});

/** Wait until it is true; throws after 5 s. */
export async function until(isTrue: () => boolean, what: string): Promise<void> {
  const deadline = performance.now() + DEADLINE;
  while (!isTrue()) {
    if (performance.now() > deadline) throw new Error(`Not within ${DEADLINE} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

/** A plain TCP peer. */
export class Wire {
  readonly socket: Socket;
  bytes = Buffer.alloc(0);
  ended = false;

  constructor(port: number) {
    this.socket = connect(port, "127.0.0.1");
    this.socket.on("data", (chunk: Buffer) => {
      this.bytes = Buffer.concat([this.bytes, chunk]);
    });
    this.socket.on("error", () => undefined); // A cut shows as the end.
    this.socket.on("close", () => {
      this.ended = true;
    });
  }

  /** Take the head of an HTTP answer. */
  async head(): Promise<string> {
    await until(() => this.ended || this.bytes.includes("\r\n\r\n"), "the head of an answer");
    const length = this.bytes.indexOf("\r\n\r\n") + 4;
    const head = this.bytes.subarray(0, length).toString("latin1");
    this.bytes = this.bytes.subarray(length);
    return head;
  }
}

/** A WebSocket peer made of bytes. */
export class Peer {
  readonly wire: Wire;
  readonly head: string;

  private constructor(wire: Wire, head: string) {
    this.wire = wire;
    this.head = head;
  }

  static async connect(port: number, path = "/gateway", headers = ""): Promise<Peer> {
    const wire = new Wire(port);
    wire.socket.write(
      `GET ${path} HTTP/1.1\r\nHost: test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n${headers}\r\n`,
    );
    return new Peer(wire, await wire.head());
  }

  /** Send texts in one write. */
  send(...texts: string[]): void {
    this.wire.socket.write(Buffer.concat(texts.map((text) => frameOf(0x81, Buffer.from(text)))));
  }

  sendRaw(firstByte: number, payload: Uint8Array): void {
    this.wire.socket.write(frameOf(firstByte, payload));
  }

  stopReading(): void {
    this.wire.socket.pause();
  }

  goOnReading(): void {
    this.wire.socket.resume();
  }

  /** The next frame in the form "text", or "<close 1000 reason>", "<ping>"; null at the end of the connection. */
  async next(): Promise<string | null> {
    await until(() => this.wire.ended || this.#frameLength() !== null, "a frame");
    const length = this.#frameLength();
    if (length === null) return null;
    const frame = this.wire.bytes.subarray(0, length.head + length.payload);
    this.wire.bytes = this.wire.bytes.subarray(frame.length);
    const payload = frame.subarray(length.head);
    const opcode = (frame[0] ?? 0) & 0x0f;
    if (opcode === 8)
      return `<close ${payload.length > 1 ? payload.readUInt16BE() : "-"} ${payload.subarray(2)}>`;
    return opcode === 9 ? "<ping>" : payload.toString();
  }

  async take(count: number): Promise<(string | null)[]> {
    const frames: (string | null)[] = [];
    while (frames.length < count) frames.push(await this.next());
    return frames;
  }

  #frameLength(): { head: number; payload: number } | null {
    const { bytes } = this.wire;
    const short = (bytes[1] ?? 0) & 0x7f;
    const head = short === 127 ? 10 : short === 126 ? 4 : 2;
    if (bytes.length < head) return null;
    const payload =
      short === 127 ? Number(bytes.readBigUInt64BE(2)) : short === 126 ? bytes.readUInt16BE(2) : short;
    return bytes.length < head + payload ? null : { head, payload };
  }
}

/** A frame as a client sends it, with a mask of zeros. */
function frameOf(firstByte: number, payload: Uint8Array): Buffer {
  const size = payload.length;
  const head = Buffer.alloc(size < 126 ? 6 : size < 65_536 ? 8 : 14);
  head[0] = firstByte;
  if (size < 126) head[1] = 0x80 | size;
  else if (size < 65_536) {
    head[1] = 0x80 | 126;
    head.writeUInt16BE(size, 2);
  } else {
    head[1] = 0x80 | 127;
    head.writeBigUInt64BE(BigInt(size), 2);
  }
  return Buffer.concat([head, payload]);
}
