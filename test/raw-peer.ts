/**
 * A WebSocket peer made of bytes: it sends what no decent client sends, many frames in one write, and reads
 * when it wants to. It shares no code with the server.
 */

import type { Socket } from "bun";

/** Milliseconds after which waiting fails: long, for machines may be slow and shared. */
const PATIENCE = 30_000;

export const TEXT = 0x81;
export const BINARY = 0x82;

export interface RawFrame {
  /** Low four bits of the first byte: 1 text, 2 binary, 8 close, 9 ping. */
  readonly opcode: number;
  readonly payload: Buffer;
}

/** A frame as a client sends it: masked, with a mask of zeros. */
export function frameOf(firstByte: number, payload: Uint8Array): Buffer {
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

/** A text frame with this JSON. */
export function jsonFrame(value: unknown): Buffer {
  return frameOf(TEXT, Buffer.from(JSON.stringify(value)));
}

/** A TCP connection of which every byte is seen. */
export class Wire {
  #socket: Socket | null = null;
  #chunks: Buffer[] = [];
  #out: Buffer[] = [];
  #wake: (() => void) | null = null;
  #ended = false;

  static async open(url: string): Promise<Wire> {
    const { hostname, port } = new URL(url);
    const wire = new Wire();
    wire.#socket = await Bun.connect({
      hostname,
      port: Number(port),
      socket: {
        data: (_, chunk) => {
          wire.#chunks.push(Buffer.from(chunk));
          wire.#rouse();
        },
        drain: () => wire.#flush(),
        close: () => wire.#end(),
        end: () => wire.#end(),
        error: () => wire.#end(), // A cut shows as the end.
      },
    });
    return wire;
  }

  get ended(): boolean {
    return this.#ended;
  }

  write(bytes: Uint8Array): void {
    if (this.#ended) return;
    this.#out.push(Buffer.from(bytes));
    this.#flush();
  }

  /** The bytes that came since the last call; null at the end of the connection. */
  async read(): Promise<Buffer | null> {
    const deadline = performance.now() + PATIENCE;
    while (this.#chunks.length === 0) {
      if (this.#ended) return null;
      if (performance.now() > deadline) throw new Error("waited for bytes");
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, PATIENCE);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    const bytes = this.#chunks.length === 1 ? this.#chunks[0] : Buffer.concat(this.#chunks);
    this.#chunks = [];
    return bytes ?? null;
  }

  stopReading(): void {
    this.#socket?.pause();
  }

  goOnReading(): void {
    this.#socket?.resume();
  }

  /** Leave without a word. */
  cut(): void {
    this.#socket?.terminate();
    this.#end();
  }

  #flush(): void {
    for (;;) {
      const first = this.#out[0];
      if (first === undefined) return;
      const written = this.#socket?.write(first) ?? 0;
      if (written < 0) return this.#end();
      if (written < first.length) {
        this.#out[0] = first.subarray(written);
        return;
      }
      this.#out.shift();
    }
  }

  #end(): void {
    this.#ended = true;
    this.#rouse();
  }

  #rouse(): void {
    const wake = this.#wake;
    this.#wake = null;
    wake?.();
  }
}

/** The request that opens a WebSocket; `headers` are further lines, each with its line break. */
export function upgradeRequest(path: string, headers = ""): Buffer {
  return Buffer.from(
    `GET ${path} HTTP/1.1\r\nHost: test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
      `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n${headers}\r\n`,
  );
}

/** A WebSocket on a wire. */
export class RawPeer {
  readonly wire: Wire;
  /** The head of the answer to the upgrade. */
  head = "";
  #bytes: Buffer = Buffer.alloc(0);

  private constructor(wire: Wire) {
    this.wire = wire;
  }

  /** Connect; `first` is written together with the upgrade, before its answer. */
  static async open(url: string, path = "/gateway", headers = "", first?: Uint8Array): Promise<RawPeer> {
    const peer = new RawPeer(await Wire.open(url));
    const request = upgradeRequest(path, headers);
    peer.write(first === undefined ? request : Buffer.concat([request, first]));
    while (!peer.#bytes.includes("\r\n\r\n")) {
      if (!(await peer.#more()))
        throw new Error(`no answer to the upgrade: ${peer.#bytes.toString("latin1")}`);
    }
    const length = peer.#bytes.indexOf("\r\n\r\n") + 4;
    peer.head = peer.#bytes.toString("latin1", 0, length);
    peer.#bytes = peer.#bytes.subarray(length);
    return peer;
  }

  write(bytes: Uint8Array): void {
    this.wire.write(bytes);
  }

  send(value: unknown): void {
    this.write(jsonFrame(value));
  }

  /** The next frame, pings left out; null at the end of the connection. */
  async next(): Promise<RawFrame | null> {
    for (;;) {
      const frame = this.#take();
      if (frame === null) {
        if (!(await this.#more())) return null;
      } else if (frame.opcode !== 9) return frame;
    }
  }

  /** The next text frame's JSON; null for any other frame and at the end. */
  async nextJson(): Promise<unknown> {
    const frame = await this.next();
    return frame?.opcode === 1 ? JSON.parse(frame.payload.toString()) : null;
  }

  /** Reads until the end; the code of the close frame, or "cut" without one. */
  async closed(): Promise<number | "cut"> {
    for (;;) {
      const frame = await this.next();
      if (frame === null) return "cut";
      if (frame.opcode === 8) return closeCode(frame);
    }
  }

  async #more(): Promise<boolean> {
    const bytes = await this.wire.read();
    if (bytes === null) return false;
    this.#bytes = this.#bytes.length === 0 ? bytes : Buffer.concat([this.#bytes, bytes]);
    return true;
  }

  #take(): RawFrame | null {
    const bytes = this.#bytes;
    if (bytes.length < 2) return null;
    const short = (bytes[1] ?? 0) & 0x7f;
    const head = short === 127 ? 10 : short === 126 ? 4 : 2;
    if (bytes.length < head) return null;
    const size =
      short === 127 ? Number(bytes.readBigUInt64BE(2)) : short === 126 ? bytes.readUInt16BE(2) : short;
    if (bytes.length < head + size) return null;
    this.#bytes = bytes.subarray(head + size);
    return { opcode: (bytes[0] ?? 0) & 0x0f, payload: bytes.subarray(head, head + size) };
  }
}

/** The code of a close frame; 1005 when it has none. */
export function closeCode({ payload }: RawFrame): number {
  return payload.length >= 2 ? payload.readUInt16BE() : 1005;
}
