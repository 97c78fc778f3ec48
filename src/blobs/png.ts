/** PNG (RFC 2083 and the PNG specification, third edition): only the chunks that show. */

import { type Cleaned, joined } from "./cleaned.ts";

const SIGNATURE_BYTES = 8;

/** Length, type and checksum around each chunk's data. */
const CHUNK_FRAME = 12;

const SHOWN = new Set([
  ...["IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "cICP", "sBIT", "bKGD"],
  ...["pHYs", "acTL", "fcTL", "fdAT"],
]);

/** Texts, times, Exif and whatever stands behind the end are left out. Null when the structure is broken. */
export function cleanPng(bytes: Uint8Array): Cleaned | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts = [bytes.subarray(0, SIGNATURE_BYTES)];
  let [width, height, animated, at] = [0, 0, false, SIGNATURE_BYTES];
  while (at + CHUNK_FRAME <= bytes.length) {
    const end = at + CHUNK_FRAME + view.getUint32(at);
    if (end > bytes.length) return null;
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (width === 0) {
      if (type !== "IHDR" || end - at !== CHUNK_FRAME + 13) return null;
      width = view.getUint32(at + 8);
      height = view.getUint32(at + 12);
      if (width === 0 || height === 0) return null;
    }
    if (type === "acTL") animated = true;
    if (SHOWN.has(type)) parts.push(bytes.subarray(at, end));
    if (type === "IEND") return { bytes: joined(parts), width, height, animated, orientation: 1 };
    at = end;
  }
  return null;
}
