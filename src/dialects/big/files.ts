/**
 * Addresses of files (`docs/protocols/big.md` sections 8.6 and 16.5). A file's id on this wire is the random part of
 * its address here, written in another alphabet: there is nothing to look up.
 */

import type { Attachment } from "../../core/model/messages.ts";
import { addressOf } from "../../core/uploads.ts";

/** 256 bits, in base64url and in hex. */
const KEY = /^[\w-]{43}$/;
const PUBLIC_ID = /^[0-9a-f]{64}$/;

/** Where a file is served. */
export function fileAddress(file: Pick<Attachment, "key" | "name">, origin: string): string {
  return origin + (KEY.test(file.key) ? `/public/${toPublicId(file.key)}` : addressOf(file));
}

/** The key of the file at an address of this server; null for any other address. */
export function keyAt(address: string, origin: string): string | null {
  const url = URL.parse(address, origin === "" ? "http://localhost" : origin);
  if (url === null) return null;
  if (origin !== "" && url.origin !== new URL(origin).origin) return null;
  const [, id] = /^\/public\/([^/]+)\/?$/.exec(url.pathname) ?? [];
  if (id !== undefined) return fromPublicId(id);
  return /^\/files\/([\w-]{16,64})\//.exec(url.pathname)?.[1] ?? null;
}

function toPublicId(key: string): string {
  return Buffer.from(key, "base64url").toString("hex");
}

/** The key of the file that an id names; null for what can be no id. */
export function fromPublicId(id: string): string | null {
  return PUBLIC_ID.test(id) ? Buffer.from(id, "hex").toString("base64url") : null;
}
