/** HTTP calls: those of the dialects, further ones, and the two that tell how the server is. */

import type { Dialect, Route } from "../core/dialect.ts";
import { boundBody, closing, errorResponse, textResponse } from "./answering.ts";
import type { Limits } from "./limits.ts";
import { routeFinder } from "./routes.ts";
import type { SpacePath } from "./space-paths.ts";

export interface CallOptions {
  readonly dialects: readonly Dialect[];
  readonly routes: Readonly<Record<string, Route>>;
  readonly uploads: Readonly<Record<string, Route>>;
  /** Answers calls that nothing else does. */
  readonly otherwise: Route | null;
  readonly limits: Limits;
  /** Tells null when the server can do its work, else what it waits for; null where nobody asks for that. */
  readonly ready: (() => Promise<string | null>) | null;
  /** Paths that speak WebSocket. */
  readonly gateways: { has(path: string): boolean };
  /** Told of what a route throws; gives the answer. */
  readonly fail: (bug: unknown, fields: Readonly<Record<string, string>>) => Response;
}

interface Call {
  readonly route: Route;
  readonly maxBody: number;
  readonly isUpload: boolean;
  /** Answers where the body is larger than that; null = as the server does. */
  readonly tooLarge: ((bytes: number) => Response) | null;
}

/** Make the function that answers every request but an upgrade. It does not throw; the tables are checked here. */
export function callAnswerer(
  options: CallOptions,
): (request: Request, at: SpacePath, address: string) => Promise<Response> {
  const { gateways, fail, otherwise, limits } = options;
  const find = routeFinder(callTable(options));

  async function run(
    { route, maxBody, isUpload, tooLarge }: Call,
    request: Request,
    at: SpacePath,
    address: string,
  ) {
    const { path, space } = at;
    try {
      const bounded = await boundBody(withPath(request, path), maxBody, { mustState: isUpload });
      if (bounded instanceof Response && bounded.status === 413 && tooLarge !== null)
        return closing(tooLarge(maxBody));
      return bounded instanceof Response ? bounded : await route(bounded, address, space);
    } catch (bug) {
      // A peer that leaves while its body is read is no bug of ours, and nobody hears the answer.
      if (request.signal.aborted) return errorResponse(400, "invalid", "The body of this call ended early");
      return fail(bug, { method: request.method, path });
    }
  }

  return async (request, at, address) => {
    const { method } = request;
    const { path } = at;
    const found = find(method, path);
    if (found !== null && "target" in found) return await run(found.target, request, at, address);
    if (otherwise !== null) {
      const call = { route: otherwise, maxBody: limits.bodyBytes, isUpload: false, tooLarge: null };
      return await run(call, request, at, address);
    }
    const isGateway = gateways.has(path);
    if (isGateway && (method === "GET" || method === "HEAD")) {
      const response = textResponse(426, "This path speaks WebSocket");
      response.headers.set("Upgrade", "websocket");
      return response;
    }
    if (found === null && !isGateway) return errorResponse(404, "not_found", "There is nothing at this path");
    const allow = new Set(found?.allow);
    if (isGateway) allow.add("GET").add("HEAD");
    const response = errorResponse(405, "method_not_allowed", `This path does not know ${method}`);
    response.headers.set("Allow", [...allow].sort().join(", "));
    return response;
  };
}

function callTable({ dialects, routes, uploads, limits, ready }: CallOptions): Record<string, Call> {
  const table: Record<string, Call> = {};
  const add = (
    more: Readonly<Record<string, Route>>,
    isUpload: boolean,
    tooLarge: Call["tooLarge"] = null,
  ) => {
    for (const [key, route] of Object.entries(more)) {
      if (Object.hasOwn(table, key)) throw new Error(`Two routes are one: ${JSON.stringify(key)}`);
      table[key] = { route, isUpload, tooLarge, maxBody: isUpload ? limits.uploadBytes : limits.bodyBytes };
    }
  };
  add(routes, false);
  add(uploads, true);
  for (const dialect of dialects) {
    add(dialect.routes, false, dialect.tooLarge);
    add(dialect.uploads ?? {}, true, dialect.tooLarge);
  }
  if (ready !== null) add(healthRoutes(ready), false);
  return table;
}

/** The request as its route knows it: routes do not know the space before their paths. */
function withPath(request: Request, path: string): Request {
  const url = new URL(request.url);
  if (url.pathname === path) return request;
  url.pathname = path;
  return new Request(url.href, request);
}

function healthRoutes(ready: () => Promise<string | null>): Readonly<Record<string, Route>> {
  return {
    "GET /healthz": async () => textResponse(200, "up"),
    "GET /readyz": async () => {
      const waitsFor = await ready();
      return waitsFor === null ? textResponse(200, "ready") : textResponse(503, waitsFor);
    },
  };
}
