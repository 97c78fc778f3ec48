/** All HTTP calls of the wire (`docs/protocols/originchats.md` section 11). */

import type { Route } from "../../core/dialect.ts";
import { errorResponse, HttpRefusal, open, preflight, textResponse, withCors } from "./http/answers.ts";
import { type PostingServices, posting } from "./http/posting.ts";
import { type ShowingServices, showing } from "./http/showing.ts";
import { type UploadingServices, uploading } from "./http/uploading.ts";
import { HTTP_TEXTS, text } from "./texts.ts";

export type HttpServices = ShowingServices & PostingServices & UploadingServices;

const NOTICE =
  "<!doctype html><meta charset=utf-8><title>OriginChats</title><p>This address is for OriginChats clients.";

/** The routes; `otherwise` answers all else where nobody but this wire answers. */
export function httpRoutes(services: HttpServices): {
  readonly routes: Readonly<Record<string, Route>>;
  readonly uploads: Readonly<Record<string, Route>>;
  readonly otherwise: Route;
  readonly tooLarge: (bytes: number) => Response;
} {
  const post = posting(services);
  const shown = showing(services);
  const large = { "POST /attachments/upload": uploading(services), "POST /webhooks": post };
  const opened = (calls: Readonly<Record<string, Route>>): Record<string, Route> =>
    Object.fromEntries(Object.entries(calls).map(([key, run]) => [key, open(run)]));
  const paths = [...Object.keys(shown), ...Object.keys(large)].map((key) => key.split(" ")[1] ?? "");
  const preflights = Object.fromEntries([...new Set(paths)].map((path) => [`OPTIONS ${path}`, preflight]));
  return {
    routes: { ...opened(shown), ...preflights },
    uploads: opened(large),
    otherwise: otherwise(post),
    tooLarge: (bytes) => withCors(errorResponse(413, text(HTTP_TEXTS.bodyTooLarge, { bytes }))),
  };
}

function otherwise(post: Route): Route {
  const get = open(async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === "/") return textResponse(400, HTTP_TEXTS.upgradeNeeded);
    if (pathname !== "/index.html") throw new HttpRefusal(404, HTTP_TEXTS.notFound);
    const headers = { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-cache" };
    return new Response(NOTICE, { headers });
  });
  return async (request, address, space) => {
    const { method } = request;
    if (method === "OPTIONS") return preflight(request, address, space);
    if (method === "GET" || method === "HEAD") return get(request, address, space);
    if (method === "POST" && /^\/webhooks\/[^/]+$/.test(new URL(request.url).pathname))
      return open(post)(request, address, space);
    const refusal = textResponse(405, HTTP_TEXTS.badMethod);
    refusal.headers.set("Allow", "GET, HEAD, OPTIONS, POST");
    return refusal;
  };
}
