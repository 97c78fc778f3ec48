/** Pictures for tests, made byte by byte, so that what is hidden in them is known. */

import { deflateSync } from "node:zlib";

/** A PNG of random-looking pixels, with text and Exif beside them. */
export function png(
  width: number,
  height: number,
  hidden: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const raw = Buffer.alloc((width * 3 + 1) * height);
  for (let i = 0; i < raw.length; i++) raw[i] = i % (width * 3 + 1) === 0 ? 0 : (i * 31) & 255;
  const extra = Object.entries(hidden).map(([type, text]) => pngChunk(type, Buffer.from(text, "latin1")));
  return bytes(
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    pngChunk("IHDR", pngHeader(width, height)),
    ...extra,
    pngChunk("IDAT", deflateSync(raw)),
    pngChunk("IEND", Buffer.alloc(0)),
  );
}

/** A PNG that announces a size and has nothing behind it. */
export function pngBomb(width: number, height: number): Uint8Array<ArrayBuffer> {
  return bytes(
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    pngChunk("IHDR", pngHeader(width, height)),
    pngChunk("IDAT", deflateSync(Buffer.alloc(64))),
    pngChunk("IEND", Buffer.alloc(0)),
  );
}

/** A JPEG with Exif (an orientation and a text), XMP, a comment and a trailer. */
export async function jpeg(
  width: number,
  height: number,
  orientation: number,
  hidden: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const plain = await new Bun.Image(png(width, height)).jpeg().bytes();
  const entry = Buffer.alloc(12);
  entry.writeUInt16BE(0x0112, 0);
  entry.writeUInt16BE(3, 2);
  entry.writeUInt32BE(1, 4);
  entry.writeUInt16BE(orientation, 8);
  const tiff = Buffer.concat([
    Buffer.from("MM\0*\0\0\0\x08\0\x01", "latin1"),
    entry,
    Buffer.alloc(4),
    Buffer.from(hidden),
  ]);
  return bytes(
    plain.subarray(0, 2),
    segment(0xe1, Buffer.concat([Buffer.from("Exif\0\0", "latin1"), tiff])),
    segment(0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0<x>${hidden}</x>`)),
    segment(0xfe, Buffer.from(hidden)),
    plain.subarray(2),
    Buffer.from(hidden),
  );
}

/** A WebP with Exif and XMP. */
export async function webp(width: number, height: number, hidden: string): Promise<Uint8Array<ArrayBuffer>> {
  const plain = await new Bun.Image(png(width, height)).webp().bytes();
  const extended = Buffer.alloc(10);
  extended[0] = 0x0c; // Exif and XMP.
  extended.writeUIntLE(width - 1, 4, 3);
  extended.writeUIntLE(height - 1, 7, 3);
  const body = Buffer.concat([
    Buffer.from("WEBP"),
    riffChunk("VP8X", extended),
    plain.subarray(12),
    riffChunk("EXIF", Buffer.from(hidden)),
    riffChunk("XMP ", Buffer.from(hidden)),
  ]);
  const size = Buffer.alloc(4);
  size.writeUInt32LE(body.length);
  return bytes(Buffer.from("RIFF"), size, body);
}

/** A GIF of two frames of one pixel, repeating, with a comment. */
export function gif(hidden: string): Uint8Array<ArrayBuffer> {
  const frame = Buffer.from("21f90401000000002c00000000010001000002024401003b".slice(0, -2), "hex");
  return bytes(
    Buffer.from("GIF89a", "latin1"),
    Buffer.from("01000100800000000000ffffff", "hex"),
    Buffer.from("\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0", "latin1"),
    Buffer.from("\x21\xfe", "latin1"),
    Buffer.of(hidden.length),
    Buffer.from(hidden),
    Buffer.of(0),
    frame,
    frame,
    Buffer.of(0x3b),
  );
}

function pngHeader(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8; // bits
  header[9] = 2; // red, green, blue
  return header;
}

function pngChunk(type: string, data: Uint8Array): Buffer {
  const chunk = Buffer.alloc(12 + data.length);
  chunk.writeUInt32BE(data.length, 0);
  chunk.write(type, 4, "latin1");
  chunk.set(data, 8);
  chunk.writeUInt32BE(Bun.hash.crc32(chunk.subarray(4, 8 + data.length)), 8 + data.length);
  return chunk;
}

function riffChunk(type: string, data: Uint8Array): Buffer {
  const chunk = Buffer.alloc(8 + data.length + (data.length % 2));
  chunk.write(type, 0, "latin1");
  chunk.writeUInt32LE(data.length, 4);
  chunk.set(data, 8);
  return chunk;
}

function segment(marker: number, data: Uint8Array): Buffer {
  const head = Buffer.of(0xff, marker, 0, 0);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([head, data]);
}

function bytes(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.concat(parts));
}
