/** How HTTP calls are answered (`docs/protocols/originchats.md` section 11): JSON, and for pages of any origin. */

import type { Route } from "../../../core/dialect.ts";
import { Fault } from "../../../core/faults.ts";
import { Refusal } from "../row.ts";

const CORS = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS, POST",
  "Access-Control-Allow-Headers": "Content-Type, Authorization, Range",
  "Access-Control-Expose-Headers": "Content-Length, Content-Type, Cache-Control",
} as const;

/** A call is refused: `{"error": …}`. */
export class HttpRefusal extends Error {
  readonly status: number;

  constructor(status: number, error: string) {
    super(error);
    this.status = status;
  }
}

/** The route that answers as `run` does; its refusals, and those of the core, are told as the wire's. */
export function open(run: Route): Route {
  return async (request, address, space) => {
    try {
      return withCors(await run(request, address, space));
    } catch (error) {
      if (error instanceof HttpRefusal) return withCors(refused(error));
      if (error instanceof Refusal) return withCors(errorResponse(400, error.message));
      if (error instanceof Fault) return withCors(faultResponse(error));
      throw error;
    }
  };
}

function refused({ status, message }: HttpRefusal): Response {
  const response = errorResponse(status, message);
  // The rest of a body that comes too late is not read, so nothing more can be said on that connection.
  if (status === 408) response.headers.set("Connection", "close");
  return response;
}

/** Answers OPTIONS. */
export const preflight: Route = async () => withCors(new Response(null, { status: 204 }));

export function withCors(response: Response): Response {
  for (const [name, value] of Object.entries(CORS)) response.headers.set(name, value);
  return response;
}

export function textResponse(status: number, text: string): Response {
  return new Response(text, { status, headers: { "Content-Type": "text/plain; charset=utf-8" } });
}

export function errorResponse(status: number, error: string): Response {
  return Response.json({ error }, { status });
}

function faultResponse({ code, message, retryAfter }: Fault): Response {
  const status = STATUS[code] ?? (code === "internal" ? 500 : 400);
  const response = errorResponse(status, message);
  if (code === "rate_limited") response.headers.set("Retry-After", String(Math.ceil(retryAfter / 1_000)));
  return response;
}

const STATUS: Readonly<Record<string, number>> = {
  unauthenticated: 401,
  forbidden: 403,
  banned: 403,
  not_found: 404,
  too_large: 413,
  limit_reached: 507,
  rate_limited: 429,
};
