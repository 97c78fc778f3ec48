/** GIF (GIF89a specification): the frames and how often they repeat, without comments and other extensions. */

import { type Cleaned, joined } from "./cleaned.ts";

const [EXTENSION, IMAGE, TRAILER] = [0x21, 0x2c, 0x3b];
const [COMMENT, APPLICATION] = [0xfe, 0xff];

/** Application extensions that say how often an animation repeats. */
const REPEATING = new Set(["NETSCAPE2.0", "ANIMEXTS1.0"]);

/** Null when the structure is broken. A missing trailer is put right. */
export function cleanGif(bytes: Uint8Array): Cleaned | null {
  if (bytes.length < 13) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [width, height] = [view.getUint16(6, true), view.getUint16(8, true)];
  if (width === 0 || height === 0) return null;
  let at = 13 + colorTable(bytes[10]);
  const parts = [bytes.subarray(0, at)];
  let frames = 0;
  while (at < bytes.length && bytes[at] !== TRAILER) {
    const [start, introducer] = [at, bytes[at]];
    if (introducer === EXTENSION) at = endOfBlocks(bytes, at + 2);
    else if (introducer === IMAGE) at = endOfBlocks(bytes, at + 11 + colorTable(bytes[at + 9]));
    else return null;
    if (at === -1) return null;
    if (introducer === IMAGE) frames += 1;
    if (introducer === IMAGE || isShown(bytes, start)) parts.push(bytes.subarray(start, at));
  }
  if (frames === 0) return null;
  parts.push(Uint8Array.of(TRAILER));
  return { bytes: joined(parts), width, height, animated: frames > 1, orientation: 1 };
}

/** Bytes of the colour table that packed flags announce. */
function colorTable(flags = 0): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1);
}

/** Behind the blocks that begin here, the empty one that ends them among them; -1 when it is missing. */
function endOfBlocks(bytes: Uint8Array, from: number): number {
  let at = from;
  for (;;) {
    const length = bytes[at];
    if (length === undefined) return -1;
    at += 1 + length;
    if (length === 0) return at;
  }
}

function isShown(bytes: Uint8Array, start: number): boolean {
  const label = bytes[start + 1];
  if (label === COMMENT) return false;
  if (label !== APPLICATION) return true;
  return REPEATING.has(String.fromCharCode(...bytes.subarray(start + 3, start + 14)));
}
