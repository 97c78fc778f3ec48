/** WebP (RFC 9649): only the chunks that show. */

import { type Cleaned, joined } from "./cleaned.ts";

const SHOWN = new Set(["VP8X", "VP8 ", "VP8L", "ALPH", "ANIM", "ANMF", "ICCP"]);

/** Flags of the chunk VP8X: what the file says it has. */
const [HAS_EXIF, HAS_XMP, IS_ANIMATED] = [0x08, 0x04, 0x02];

/** Exif, XMP, unknown chunks and whatever stands behind the end are left out. Null when the structure is broken. */
export function cleanWebp(bytes: Uint8Array): Cleaned | null {
  if (bytes.length < 20) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fileEnd = Math.min(bytes.length, 8 + view.getUint32(4, true));
  const parts: Uint8Array[] = [];
  let [size, animated, at] = [null as Size | null, false, 12];
  while (at + 8 <= fileEnd) {
    const type = String.fromCharCode(...bytes.subarray(at, at + 4));
    const length = view.getUint32(at + 4, true);
    const end = at + 8 + length + (length % 2);
    if (end > fileEnd + 1 || at + 8 + length > fileEnd) return null;
    const chunk = bytes.slice(at, Math.min(end, fileEnd));
    if (parts.length === 0) {
      size = sizeOf(type, chunk.subarray(8));
      if (size === null) return null;
    }
    if (type === "VP8X") {
      const flags = chunk[8] ?? 0;
      animated = (flags & IS_ANIMATED) !== 0;
      chunk[8] = flags & ~(HAS_EXIF | HAS_XMP);
    }
    if (SHOWN.has(type)) parts.push(chunk);
    at = end;
  }
  if (size === null) return null;
  const body = joined(parts);
  const header = Buffer.from("RIFF\0\0\0\0WEBP", "latin1");
  header.writeUInt32LE(4 + body.length, 4);
  return { bytes: joined([header, body]), ...size, animated, orientation: 1 };
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The size that the first chunk tells; null when it is none that can be first. */
function sizeOf(type: string, data: Uint8Array): Size | null {
  if (data.length < 10) return null;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const width = (bits: number) => (bits & 0x3fff) + 1;
  if (type === "VP8X") {
    return { width: 1 + (view.getUint32(4, true) & 0xffffff), height: 1 + (view.getUint32(6, true) >>> 8) };
  }
  if (type === "VP8L") {
    const bits = view.getUint32(1, true);
    return data[0] === 0x2f ? { width: width(bits), height: width(bits >>> 14) } : null;
  }
  if (type !== "VP8 ") return null;
  const size = { width: view.getUint16(6, true) & 0x3fff, height: view.getUint16(8, true) & 0x3fff };
  return size.width > 0 && size.height > 0 ? size : null;
}
