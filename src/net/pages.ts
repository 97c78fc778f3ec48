/**
 * The web client at `/`: files in memory, compressed beforehand.
 *
 * Nothing but our own files may run in it (Content-Security-Policy), whatever names, messages and uploads say.
 */

import { createHash } from "node:crypto";
import type { Route } from "../core/dialect.ts";
import { errorResponse, textResponse } from "./answering.ts";

export interface PageFile {
  readonly path: string;
  readonly type: string;
  /** Its address changes with its content. */
  readonly immutable: boolean;
  readonly body: Uint8Array;
  readonly brotli: Uint8Array | null;
  readonly gzip: Uint8Array | null;
}

/** `servers`: origins that the page may connect to and show pictures of, besides its own. */
function policyOf(servers: readonly string[]): string {
  const others = servers.map((origin) => ` ${origin}`).join("");
  const sockets = servers.map((origin) => ` ${origin.replace(/^http/, "ws")}`).join("");
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `img-src 'self' data: blob:${others}`,
    `media-src 'self' blob:${others}`,
    "font-src 'self'",
    `connect-src 'self'${others}${sockets}`,
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

const YEAR = 31_536_000;

/**
 * The routes of the page and what it loads. `files` may make them at the first request; `servers` are the origins of
 * further servers that the page may be used with.
 */
export function pageRoutes(
  files: () => Promise<readonly PageFile[]>,
  servers: readonly string[],
): Readonly<Record<string, Route>> {
  const policy = policyOf(servers);
  const answer: Route = async (request) => {
    const { pathname } = new URL(request.url);
    let found: PageFile | undefined;
    try {
      found = (await files()).find(({ path }) => path === pathname);
    } catch (error) {
      return textResponse(500, `The web client could not be built:\n${String(error)}`);
    }
    return found === undefined
      ? errorResponse(404, "not_found", "There is nothing at this path")
      : serve(request, found, policy);
  };
  return {
    "GET /": answer,
    "GET /servers.json": async () => Response.json({ servers }),
    "GET /service-worker.js": answer,
    "GET /manifest.webmanifest": answer,
    "GET /assets/:name": answer,
    "GET /icons/:name": answer,
    "GET /emoji/:language/:name": answer,
  };
}

function serve(request: Request, file: PageFile, policy: string): Response {
  const etag = `"${createHash("sha256").update(file.body).digest("hex").slice(0, 16)}"`;
  const headers = new Headers({
    "Content-Type": file.type,
    "Cache-Control": file.immutable ? `public, max-age=${YEAR}, immutable` : "no-cache",
    ETag: etag,
    Vary: "Accept-Encoding",
    "Content-Security-Policy": policy,
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(self), display-capture=(self), geolocation=()",
    "X-Frame-Options": "DENY",
  });
  if (request.headers.get("If-None-Match")?.includes(etag)) {
    return new Response(null, { status: 304, headers });
  }
  const { body, encoding } = encoded(file, request.headers.get("Accept-Encoding") ?? "");
  if (encoding !== null) headers.set("Content-Encoding", encoding);
  headers.set("Content-Length", String(body.length));
  return new Response(request.method === "HEAD" ? null : new Blob([Uint8Array.from(body)]), { headers });
}

function encoded(file: PageFile, accepted: string): { body: Uint8Array; encoding: string | null } {
  const takes = (name: string): boolean =>
    accepted
      .split(",")
      .some((one) => new RegExp(`^\\s*${name}\\s*(;(?!\\s*q=0(\\.0*)?\\s*$).*)?$`).test(one));
  if (file.brotli !== null && takes("br")) return { body: file.brotli, encoding: "br" };
  if (file.gzip !== null && takes("gzip")) return { body: file.gzip, encoding: "gzip" };
  return { body: file.body, encoding: null };
}
