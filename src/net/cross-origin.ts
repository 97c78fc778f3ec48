/**
 * Calls from pages of other origins (the Fetch standard's CORS protocol).
 *
 * Only of the origins that the operator names, and without credentials: the API knows whoever calls by a token in a
 * header alone, which no page of another origin has.
 */

/** What the web client and the SDK send and read. */
const METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE";
const SENT = "Authorization, Content-Type, Upload-Offset";
const READ = "Retry-After, Upload-Offset";

/** Seconds for which a browser need not ask again. */
const MAX_AGE = 600;

/** The calls that pages of other origins may make; files say themselves who may show them. */
const API = "/api/v1/";

/** The answer to a page's question whether it may make a call; null when the request is no such question. */
export function preflight(request: Request, path: string, allowed: readonly string[]): Response | null {
  if (request.method !== "OPTIONS" || !request.headers.has("Access-Control-Request-Method")) return null;
  if (originOf(request, path, allowed) === null) return null;
  return new Response(null, {
    status: 204,
    headers: {
      "Access-Control-Allow-Methods": METHODS,
      "Access-Control-Allow-Headers": SENT,
      "Access-Control-Max-Age": String(MAX_AGE),
    },
  });
}

/** Lets the page that asked read the answer, when its origin is allowed. */
export function shared(
  response: Response,
  request: Request,
  path: string,
  allowed: readonly string[],
): Response {
  if (allowed.length === 0 || !path.startsWith(API)) return response;
  const { headers } = response;
  headers.append("Vary", "Origin");
  const origin = originOf(request, path, allowed);
  if (origin === null || headers.has("Access-Control-Allow-Origin")) return response;
  headers.set("Access-Control-Allow-Origin", origin);
  headers.set("Access-Control-Expose-Headers", READ);
  return response;
}

function originOf(request: Request, path: string, allowed: readonly string[]): string | null {
  const origin = request.headers.get("Origin");
  return origin !== null && path.startsWith(API) && allowed.includes(origin) ? origin : null;
}
