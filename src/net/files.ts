/**
 * Uploaded files at their addresses, for whoever has one: without a login, so the address is the secret.
 *
 * Nothing of it may run in a browser, on this origin least of all: types that could are never served, what is
 * not known to be harmless is downloaded, and a page made of it would have no script, no frame and no origin.
 */

import type { Route } from "../core/dialect.ts";
import { isInline } from "../core/media.ts";
import type { Id } from "../core/model/ids.ts";
import { errorResponse } from "./answering.ts";

/** A file as it is served. */
export interface Served {
  readonly blob: Blob;
  readonly file: { readonly name: string; readonly mediaType: string; readonly at: string };
}

/** Seconds for which a browser keeps a file; what an address shows never changes. */
const MAX_AGE = 86_400;

/** `open` gives what an address' key opens, or null; `emojiKey` the key of an emoji's picture, or null. */
export function fileRoutes(
  open: (key: string) => Promise<Served | null>,
  emojiKey: (emoji: Id) => Promise<string | null>,
): Readonly<Record<string, Route>> {
  return {
    "GET /files/:key/:name": async (request) => {
      const [key = "", name = ""] = segments(request).slice(-2);
      const served = await open(key);
      // Under another name it would be another address, which somebody could make up.
      if (served === null || served.file.at !== "files" || decoded(name) !== served.file.name)
        return nothing();
      return serveFile(request, tagOf(key), served);
    },
    "GET /emojis/:key": async (request) => {
      const asked = segments(request).at(-1) ?? "";
      // Random keys are longer than the digits of an id.
      const [, id] = /^([1-9]\d{0,15})(?:\.[a-z]{1,4})?$/.exec(asked) ?? [];
      const key = id === undefined ? asked : await emojiKey(Number(id));
      return key === null ? nothing() : unnamed(request, "emojis", key);
    },
    "GET /pictures/:key": (request) => unnamed(request, "pictures", segments(request).at(-1) ?? ""),
  };

  async function unnamed(request: Request, at: string, key: string): Promise<Response> {
    const served = await open(key);
    return served?.file.at === at ? serveFile(request, tagOf(key), served) : nothing();
  }
}

/** An address' tag: not all of its secret. */
function tagOf(key: string): string {
  return key.slice(0, 16);
}

/** The answer that gives a file, whole or in part. `tag` names what stands at the address, for caches. */
export function serveFile(request: Request, tag: string, { blob, file }: Served): Response {
  const { size } = blob;
  const inline = isInline(file.mediaType);
  const headers = new Headers({
    "Content-Type": inline ? file.mediaType : "application/octet-stream",
    "Content-Disposition": disposition(inline ? "inline" : "attachment", file.name),
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": `private, max-age=${MAX_AGE}, immutable`,
    // The address may be asked for by any client's page, and must not be told to where it links.
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Access-Control-Allow-Origin": "*",
    "Referrer-Policy": "no-referrer",
    "Accept-Ranges": "bytes",
    ETag: `"${tag}"`,
  });
  if (matches(request.headers.get("If-None-Match"), headers.get("ETag") ?? "")) {
    return new Response(null, { status: 304, headers });
  }
  const range = rangeOf(request, headers.get("ETag") ?? "", size);
  if (range === "outside") {
    headers.set("Content-Range", `bytes */${size}`);
    return new Response(null, { status: 416, headers });
  }
  if (range === null) return body(request, 200, headers, blob);
  headers.set("Content-Range", `bytes ${range.from}-${range.to}/${size}`);
  return body(request, 206, headers, blob.slice(range.from, range.to + 1));
}

function body(request: Request, status: number, headers: Headers, blob: Blob): Response {
  if (request.method !== "HEAD") {
    // As a stream: the runtime would look for a range of its own in a file.
    headers.set("Content-Length", String(blob.size));
    return new Response(blob.stream(), { status, headers });
  }
  headers.set("Content-Length", String(blob.size));
  return new Response(null, { status, headers });
}

/**
 * The one range that is asked for, both ends included. Null where the whole is to be given: no range, several,
 * one that cannot be read, or one of an older file.
 */
function rangeOf(
  request: Request,
  etag: string,
  size: number,
): { readonly from: number; readonly to: number } | "outside" | null {
  const unchanged = request.headers.get("If-Range");
  if (unchanged !== null && unchanged !== etag) return null;
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(request.headers.get("Range")?.trim() ?? "");
  const [first, last] = [match?.[1] ?? "", match?.[2] ?? ""];
  if (first === "" && last === "") return null;
  if (first === "") {
    const length = Math.min(Number(last), size);
    return length === 0 ? "outside" : { from: size - length, to: size - 1 };
  }
  if (last !== "" && Number(last) < Number(first)) return null;
  const from = Number(first);
  if (from >= size) return "outside";
  return { from, to: last === "" ? size - 1 : Math.min(Number(last), size - 1) };
}

function matches(tags: string | null, etag: string): boolean {
  if (tags === null) return false;
  return tags.split(",").some((tag) => tag.trim() === "*" || tag.trim().replace(/^W\//, "") === etag);
}

/** RFC 6266: the name in ASCII for old readers, and whole in UTF-8 (RFC 5987). */
function disposition(kind: "inline" | "attachment", name: string): string {
  const ascii = name.replace(/[^ -~]|["\\%]/g, "_");
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}

function segments(request: Request): string[] {
  return new URL(request.url).pathname.split("/");
}

function decoded(segment: string): string | null {
  try {
    return decodeURIComponent(segment).normalize("NFC");
  } catch {
    return null;
  }
}

/** One answer for an address that never was and for one whose message is gone. */
function nothing(): Response {
  return errorResponse(404, "not_found", "There is nothing at this address");
}
