/** Addresses of files (`docs/protocols/big.md` sections 0 and 16.5): 64 hex digits that hold the core's random key. */

import type { Attachment } from "../../core/model.ts";

const DIGITS = 64;

/** Where a file is served. */
export function fileAddress({ key }: Pick<Attachment, "key">, origin: string): string {
  return `${origin}/public/${toFileId(key)}`;
}

/** The bytes of the key in hex: 32 of them, or 16 filled up with zeros. */
export function toFileId(key: string): string {
  return Uint8Array.fromBase64(key, { alphabet: "base64url" }).toHex().padEnd(DIGITS, "0");
}

/** The key that an address' last part holds; null for what is none of ours. */
export function fromFileId(id: string): string | null {
  if (!/^[0-9a-f]{64}$/.test(id)) return null;
  const short = id.endsWith("0".repeat(DIGITS / 2));
  const bytes = Uint8Array.fromHex(short ? id.slice(0, DIGITS / 2) : id);
  return bytes.toBase64({ alphabet: "base64url", omitPadding: true });
}

/** The key of the file at an address of this server; null for any other address. */
export function keyAt(address: string, origin: string): string | null {
  const url = URL.parse(address, origin === "" ? "http://localhost" : origin);
  if (url === null) return null;
  if (origin !== "" && url.origin !== new URL(origin).origin) return null;
  const [, id = ""] = /^\/public\/([0-9a-f]{64})\/?$/.exec(url.pathname) ?? [];
  return fromFileId(id);
}
