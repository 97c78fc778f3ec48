/** What a file is, decided by its bytes and never by what its sender says. */

/** How many of the first bytes decide. */
export const SNIFFED_BYTES = 4_096;

/** Types that a browser may show in place: it runs nothing in them. Everything else is downloaded. */
const INLINE = new Set([
  "image/png",
  "image/jpeg",
  "image/gif",
  "image/webp",
  "video/mp4",
  "video/webm",
  "audio/ogg",
  "audio/mpeg",
  "audio/wav",
  "audio/flac",
]);

export function isInline(mediaType: string): boolean {
  return INLINE.has(mediaType);
}

const UNKNOWN = "application/octet-stream";

/** Text that something runs or styles pages with, by the ending of its name. */
const ACTIVE_NAME = /\.(?:[cm]?[jt]sx?|x?html?|xht|shtml|svgz?|xml|xsl|xslt|rdf|mml|css|wasm|hta|htc)$/i;

/** What a file of each type begins with, as text of one byte a character; further parts by their place. */
const BEGINNINGS: readonly (readonly [type: string, start: string, at?: number, part?: string])[] = [
  ["image/png", "\x89PNG\r\n\x1a\n"],
  ["image/jpeg", "\xff\xd8\xff"],
  ["image/gif", "GIF87a"],
  ["image/gif", "GIF89a"],
  ["image/webp", "RIFF", 8, "WEBP"],
  ["audio/wav", "RIFF", 8, "WAVE"],
  ["audio/ogg", "OggS\0"],
  ["audio/flac", "fLaC"],
  ["audio/mpeg", "ID3"],
  ["audio/mpeg", "\xff\xfb"],
  ["audio/mpeg", "\xff\xfa"],
  ["audio/mpeg", "\xff\xf3"],
  ["audio/mpeg", "\xff\xf2"],
  ["application/pdf", "%PDF-"],
  ["application/zip", "PK\x03\x04"],
  ["application/zip", "PK\x05\x06"],
];

/** Brands of an ISO media file that browsers play as MP4. */
const MP4_BRANDS = /^(?:isom|iso[2-9]|mp4[12]|avc1|M4[AV] |MSNV|dash|qt {2})/;

/** The type of a file by its first bytes; what nobody knows, or a browser would run, is a stream of octets. */
export function sniff(head: Uint8Array, name: string): string {
  const text = String.fromCharCode(...head.subarray(0, 64));
  for (const [type, start, at = 0, part = ""] of BEGINNINGS) {
    if (text.startsWith(start) && text.startsWith(part, at)) return type;
  }
  if (text.startsWith("ftyp", 4) && MP4_BRANDS.test(text.slice(8))) return "video/mp4";
  if (text.startsWith("\x1aE\xdf\xa3") && text.includes("webm")) return "video/webm";
  return isPlainText(head, name) ? "text/plain" : UNKNOWN;
}

/** UTF-8 without control characters, and nothing that looks like markup or a program for a browser. */
function isPlainText(head: Uint8Array, name: string): boolean {
  if (head.length === 0 || ACTIVE_NAME.test(name)) return false;
  let text: string;
  try {
    // Fatal, but the last character may be cut.
    const stream = head.length >= SNIFFED_BYTES;
    text = new TextDecoder("utf-8", { fatal: true }).decode(head, { stream });
  } catch {
    return false;
  }
  return !/[^\P{Cc}\t\n\v\f\r]/u.test(text) && !/<(?:[!?/]|[a-z])/i.test(text);
}
