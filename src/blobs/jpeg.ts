/** JPEG (ITU T.81): the picture without Exif, XMP, IPTC, comments and trailers. */

import { type Cleaned, joined } from "./cleaned.ts";

const [SOI, EOI, SOS, APP0, APP15, COM] = [0xd8, 0xd9, 0xda, 0xe0, 0xef, 0xfe];

const END = Uint8Array.of(0xff, EOI);

/** Null when the structure is broken. A missing end is put right. */
export function cleanJpeg(bytes: Uint8Array): Cleaned | null {
  if (bytes[0] !== 0xff || bytes[1] !== SOI) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts = [bytes.subarray(0, 2)];
  let [width, height, orientation, at, scanned] = [0, 0, 1, 2, false];
  const done = (): Cleaned | null =>
    scanned && width > 0 && height > 0
      ? { bytes: joined([...parts, END]), width, height, animated: false, orientation }
      : null;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1; // Fill bytes may stand before a marker.
      continue;
    }
    if (marker === EOI) return done();
    const end = at + 2 + view.getUint16(at + 2);
    if (end > bytes.length || end < at + 4) return null;
    const data = bytes.subarray(at + 4, end);
    if (isFrame(marker) && data.length >= 5) {
      height = view.getUint16(at + 5);
      width = view.getUint16(at + 7);
    }
    if (startsWith(data, "Exif\0\0")) orientation = orientationOf(data.subarray(6));
    if (isShown(marker, data)) parts.push(bytes.subarray(at, end));
    at = end;
    if (marker !== SOS) continue;
    scanned = true;
    const scanEnd = endOfScan(bytes, at);
    parts.push(bytes.subarray(at, scanEnd));
    at = scanEnd;
  }
  return done();
}

/** Start of frame: the markers C0 to CF without the three among them that mean something else. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

/** Of what programs add, the colour profile and Adobe's colour transform decide how the picture looks. */
function isShown(marker: number, data: Uint8Array): boolean {
  if (marker === COM) return false;
  if (marker < APP0 || marker > APP15) return true;
  if (marker === APP0) return startsWith(data, "JFIF\0");
  if (marker === APP0 + 2) return startsWith(data, "ICC_PROFILE\0");
  return marker === APP0 + 14 && startsWith(data, "Adobe");
}

/** Where the coded data ends: at a marker that is neither a stuffed byte nor a restart. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1];
    if (next === undefined) break;
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
  return bytes.length;
}

/** The orientation that a TIFF directory names; 1 when it names none. */
function orientationOf(tiff: Uint8Array): number {
  if (tiff.length < 8) return 1;
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  const little = view.getUint16(0) === 0x4949;
  const directory = view.getUint32(4, little);
  if (directory + 2 > tiff.length) return 1;
  const count = view.getUint16(directory, little);
  for (let i = 0; i < count; i++) {
    const entry = directory + 2 + i * 12;
    if (entry + 12 > tiff.length) return 1;
    if (view.getUint16(entry, little) !== 0x0112) continue;
    const value = view.getUint16(entry + 8, little);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

function startsWith(data: Uint8Array, text: string): boolean {
  if (data.length < text.length) return false;
  for (let i = 0; i < text.length; i++) if (data[i] !== text.charCodeAt(i)) return false;
  return true;
}
