/** HTTP answers in the API's form: results as JSON, faults as `{"error": {"code", "message"}}` with their status. */

import type { Route } from "../../core/dialect.ts";
import { Fault, type FaultCode } from "../../core/faults.ts";

const statuses: { readonly [C in FaultCode]: number } = {
  invalid: 400,
  unauthenticated: 401,
  bad_credentials: 401,
  forbidden: 403,
  not_found: 404,
  handle_taken: 409,
  name_taken: 409,
  registration_closed: 403,
  bad_invite: 403,
  banned: 403,
  limit_reached: 409,
  rate_limited: 429,
  too_large: 413,
  wrong_offset: 409,
  bad_resume: 400,
  storage: 503,
  internal: 500,
};

/** A route that answers with a JSON text, or with the fault that was thrown. */
export function jsonRoute(
  run: (request: Request, address: string, space: string | null) => Promise<string>,
): Route {
  return async (request, address, space) => {
    try {
      return new Response(await run(request, address, space), {
        headers: { "Content-Type": "application/json" },
      });
    } catch (error) {
      if (error instanceof Fault) return faultResponse(error);
      throw error;
    }
  };
}

function faultResponse({ code, message, retryAfter }: Fault): Response {
  const headers = new Headers();
  if (retryAfter > 0) headers.set("Retry-After", String(Math.ceil(retryAfter / 1_000)));
  return Response.json({ error: { code, message } }, { status: statuses[code], headers });
}

/** The token of a call. Faults: `unauthenticated`. */
export function bearer(request: Request): string {
  const match = /^Bearer ([\w-]{1,200})$/i.exec(request.headers.get("Authorization") ?? "");
  if (match?.[1] === undefined) {
    throw new Fault("unauthenticated", "Give a token: Authorization: Bearer <token>");
  }
  return match[1];
}
