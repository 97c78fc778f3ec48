/** Getting and ending tokens over HTTP (`docs/protocols/bonfire.md` section 3, "Getting a token"). */

import { Type } from "typebox";
import { Compile } from "typebox/compile";
import type { Route } from "../../core/dialect.ts";
import { Fault, type FaultCode } from "../../core/faults.ts";
import type { Node } from "../../core/node.ts";
import type { SignedIn, SignIn } from "../../core/sign-in.ts";

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
  limit_reached: 409,
  rate_limited: 429,
  bad_resume: 400,
  storage: 503,
  internal: 500,
};

const text = Type.String({ maxLength: 1_000 });

const registerBody = Compile(
  Type.Object({ handle: text, password: text, name: Type.Optional(text), invite: Type.Optional(text) }),
);

const loginBody = Compile(Type.Object({ handle: text, password: text }));

/** The calls that the gateway's clients make before they connect. */
export function accountRoutes(signIn: SignIn, node: Node): Readonly<Record<string, Route>> {
  return {
    "POST /api/v1/register": call(async (request, address) => {
      const { handle, password, name = "", invite = "" } = await readBody(request, registerBody);
      return tokenBody(await signIn.register({ handle, password, name, invite }, address));
    }),
    "POST /api/v1/login": call(async (request, address) =>
      tokenBody(await signIn.login(await readBody(request, loginBody), address)),
    ),
    "POST /api/v1/logout": call(async (request) => {
      const { actor } = await signIn.actorOf(bearer(request));
      await node.ask(actor, { type: "logout", input: {} });
      return {};
    }),
    "POST /api/v1/logout-everywhere": call(async (request) => {
      const { actor } = await signIn.actorOf(bearer(request));
      await node.ask(actor, { type: "logout_everywhere", input: {} });
      return {};
    }),
  };
}

function tokenBody({ token, user }: SignedIn): object {
  const { id, handle, name, bot, created } = user;
  return { token, user: { id, handle, name, bot, created } };
}

/** A call that answers with JSON: its result, or the fault with its status. */
function call(run: (request: Request, address: string) => Promise<object>): Route {
  return async (request, address) => {
    try {
      return Response.json(await run(request, address));
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

/** Faults: `invalid` when the body is not the JSON asked for. */
async function readBody<T>(request: Request, schema: { Check(value: unknown): value is T }): Promise<T> {
  const body: unknown = await request.json().catch(() => null);
  if (schema.Check(body)) return body;
  throw new Fault("invalid", "The body is not the JSON object asked for");
}

/** Faults: `unauthenticated`. */
function bearer(request: Request): string {
  const match = /^Bearer ([\w-]{1,200})$/i.exec(request.headers.get("Authorization") ?? "");
  if (match?.[1] === undefined)
    throw new Fault("unauthenticated", "Give a token: Authorization: Bearer <token>");
  return match[1];
}
