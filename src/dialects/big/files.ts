/** Addresses of files (`docs/protocols/big.md` section 8.6): those at which the server serves them to everybody. */

import type { Attachment } from "../../core/model.ts";
import { addressOf } from "../../core/uploads.ts";

/** Where a file is served. */
export function fileAddress(file: Pick<Attachment, "key" | "name">, origin: string): string {
  return origin + addressOf(file);
}

/** The key of the file at an address of this server; null for any other address. */
export function keyAt(address: string, origin: string): string | null {
  const url = URL.parse(address, origin === "" ? "http://localhost" : origin);
  if (url === null) return null;
  if (origin !== "" && url.origin !== new URL(origin).origin) return null;
  return /^\/files\/([\w-]{16,64})\//.exec(url.pathname)?.[1] ?? null;
}
