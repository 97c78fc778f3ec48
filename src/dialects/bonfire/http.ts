/** Getting and ending tokens over HTTP (`docs/protocols/bonfire.md` section 3, "Getting a token"). */

import { Type } from "typebox";
import { Compile } from "typebox/compile";
import type { Route } from "../../core/dialect.ts";
import { Fault } from "../../core/faults.ts";
import type { Node } from "../../core/node.ts";
import type { SignedIn, SignIn } from "../../core/sign-in.ts";
import { bearer, jsonRoute } from "./answers.ts";

const text = Type.String({ maxLength: 1_000 });

const registerBody = Compile(
  Type.Object({ handle: text, password: text, name: Type.Optional(text), invite: Type.Optional(text) }),
);

const loginBody = Compile(Type.Object({ handle: text, password: text }));

/** The calls that the gateway's clients make before they connect. */
export function accountRoutes(signIn: SignIn, node: Node): Readonly<Record<string, Route>> {
  return {
    "POST /api/v1/register": jsonRoute(async (request, address) => {
      const { handle, password, name = "", invite = "" } = await readBody(request, registerBody);
      return tokenBody(await signIn.register({ handle, password, name, invite }, address));
    }),
    "POST /api/v1/login": jsonRoute(async (request, address) =>
      tokenBody(await signIn.login(await readBody(request, loginBody), address)),
    ),
    "POST /api/v1/logout": jsonRoute(async (request) => {
      const { actor } = await signIn.actorOf(bearer(request));
      await node.ask(actor, { type: "logout", input: {} });
      return "{}";
    }),
    "POST /api/v1/logout-everywhere": jsonRoute(async (request) => {
      const { actor } = await signIn.actorOf(bearer(request));
      await node.ask(actor, { type: "logout_everywhere", input: {} });
      return "{}";
    }),
  };
}

function tokenBody({ token, user }: SignedIn): string {
  const { id, handle, name, bot, created } = user;
  return JSON.stringify({ token, user: { id, handle, name, bot, created } });
}

/** Faults: `invalid` when the body is not the JSON asked for. */
async function readBody<T>(request: Request, schema: { Check(value: unknown): value is T }): Promise<T> {
  const body: unknown = await request.json().catch(() => null);
  if (schema.Check(body)) return body;
  throw new Fault("invalid", "The body is not the JSON object asked for");
}
