/** Getting and ending tokens over HTTP (`docs/protocols/bonfire.md` section 3, "Getting a token"). */

import { Type } from "typebox";
import type { Reply } from "../../core/commands.ts";
import type { Route } from "../../core/dialect.ts";
import { Fault, notFound } from "../../core/faults.ts";
import type { Id } from "../../core/model/ids.ts";
import type { Actor, User } from "../../core/model/users.ts";
import type { Node } from "../../core/node.ts";
import { schemaCheck } from "../../core/schema-check.ts";
import type { Secrets, SignedIn, SignIn } from "../../core/sign-in.ts";
import { bearer, jsonRoute } from "./answers.ts";

const text = Type.String({ maxLength: 1_000 });

const registerBody = schemaCheck(
  Type.Object({
    handle: text,
    password: text,
    name: Type.Optional(text),
    invite: Type.Optional(text),
    client: Type.Optional(text),
  }),
);
const loginBody = schemaCheck(Type.Object({ handle: text, password: text, client: Type.Optional(text) }));
const passwordBody = schemaCheck(Type.Object({ old: text, new: text }));
const resetBody = schemaCheck(Type.Object({ code: text, password: text }));
const deleteBody = schemaCheck(Type.Object({ password: text, with_messages: Type.Optional(Type.Boolean()) }));
const scopes = Type.Optional(Type.Union([Type.Array(text), Type.Null()]));
const botBody = schemaCheck(Type.Object({ handle: text, name: Type.Optional(text), scopes }));
const wireBody = schemaCheck(Type.Object({ dialect: Type.String({ maxLength: 32 }) }));
const rotateBody = schemaCheck(Type.Object({ scopes }));

/** How a token of another wire is made, by the wire's name. */
export type WireTokens = Readonly<Record<string, (user: User) => string | Promise<string>>>;

/** The calls about accounts and tokens, which are no commands of the gateway. */
export function accountRoutes(
  signIn: SignIn,
  node: Node,
  secrets: Secrets,
  wireTokens: WireTokens,
): Readonly<Record<string, Route>> {
  const actorOf = async (request: Request): Promise<Actor> => (await signIn.actorOf(bearer(request))).actor;
  return {
    "POST /api/v1/register": jsonRoute(async (request, address) => {
      const { handle, password, name = "", invite = "", client = "" } = await readBody(request, registerBody);
      return tokenBody(await signIn.register({ handle, password, name, invite, client }, address));
    }),
    "POST /api/v1/login": jsonRoute(async (request, address) => {
      const { handle, password, client = "" } = await readBody(request, loginBody);
      return tokenBody(await signIn.login({ handle, password, client }, address));
    }),
    "POST /api/v1/logout": jsonRoute(async (request) => {
      await node.ask(await actorOf(request), { type: "logout", input: {} });
      return "{}";
    }),
    "POST /api/v1/logout-everywhere": jsonRoute(async (request) => {
      await node.ask(await actorOf(request), { type: "logout_everywhere", input: {} });
      return "{}";
    }),
    "POST /api/v1/password": jsonRoute(async (request) => {
      const body = await readBody(request, passwordBody);
      await signIn.changePassword(await actorOf(request), body.old, body.new);
      return "{}";
    }),
    "POST /api/v1/password/reset": jsonRoute(async (request, address) => {
      const { code, password } = await readBody(request, resetBody);
      await signIn.resetPassword(code, password, address);
      return "{}";
    }),
    "POST /api/v1/members/:user_id/password-code": jsonRoute(async (request, _address, slug) => {
      const actor = await actorOf(request);
      const code = secrets.newToken();
      const { space } = await node.ask(null, { type: "whereabouts_get", input: { space: slug } });
      const input = { space, user: idIn(request, 4), codeHash: secrets.hashToken(code) };
      const { expires } = await node.ask(actor, { type: "password_code_create", input });
      return JSON.stringify({ code, expires });
    }),
    "GET /api/v1/account": jsonRoute(async (request) =>
      JSON.stringify({
        user: userBody(await node.ask(await actorOf(request), { type: "account_get", input: {} })),
      }),
    ),
    "POST /api/v1/account/delete": jsonRoute(async (request) => {
      const { password, with_messages = false } = await readBody(request, deleteBody);
      await signIn.deleteAccount(await actorOf(request), password, with_messages);
      return "{}";
    }),
    "GET /api/v1/account/export": async (request, address, space) => {
      // Refusals as JSON before the stream begins.
      const refusal = await jsonRoute(async () => {
        await actorOf(request);
        return "";
      })(request, address, space);
      return refusal.ok ? exportResponse(node, (await actorOf(request)).user) : refusal;
    },
    "GET /api/v1/tokens": jsonRoute(async (request) => {
      const actor = await actorOf(request);
      const tokens = await node.ask(actor, { type: "tokens_get", input: {} });
      return JSON.stringify({
        tokens: tokens.map((token) => ({ ...token, current: token.id === actor.token })),
      });
    }),
    "POST /api/v1/tokens": jsonRoute(async (request) => {
      const { actor, user } = await signIn.actorOf(bearer(request));
      const { dialect } = await readBody(request, wireBody);
      const make = Object.hasOwn(wireTokens, dialect) ? wireTokens[dialect] : undefined;
      if (make === undefined) throw new Fault("invalid", `There are no tokens for "${dialect}" here`);
      const tokens = await node.ask(actor, { type: "tokens_get", input: {} });
      // The other wire's token would not know what this one is limited to.
      if (tokens.some(({ id, scopes: limited }) => id === actor.token && limited !== null))
        throw new Fault("forbidden", "A token that is limited makes no tokens of other wires");
      return JSON.stringify({ token: await make(user) });
    }),
    "DELETE /api/v1/tokens/:token_id": jsonRoute(async (request) => {
      const actor = await actorOf(request);
      await node.ask(actor, { type: "token_end", input: { token: idIn(request, 4) } });
      return "{}";
    }),
    "GET /api/v1/bots": jsonRoute(async (request) => {
      const bots = await node.ask(await actorOf(request), { type: "bots_get", input: {} });
      return JSON.stringify({ bots: bots.map(userBody) });
    }),
    "POST /api/v1/bots": jsonRoute(async (request, _address, slug) => {
      const actor = await actorOf(request);
      const { space } = await node.ask(null, { type: "whereabouts_get", input: { space: slug } });
      const { handle, name = handle, scopes: limited = null } = await readBody(request, botBody);
      const token = secrets.newToken();
      const input = { handle, name, tokenHash: secrets.hashToken(token), scopes: limited, space };
      return tokenBody({ token, user: await node.ask(actor, { type: "bot_create", input }) });
    }),
    "POST /api/v1/bots/:bot_id/token": jsonRoute(async (request) => {
      const actor = await actorOf(request);
      const { scopes: limited = null } = await readBody(request, rotateBody);
      const token = secrets.newToken();
      const input = { bot: idIn(request, 4), tokenHash: secrets.hashToken(token), scopes: limited };
      await node.ask(actor, { type: "bot_token_rotate", input });
      return JSON.stringify({ token });
    }),
  };
}

function tokenBody({ token, user }: SignedIn): string {
  return JSON.stringify({ token, user: userBody(user) });
}

function userBody({ id, handle, name, bot, created }: User): object {
  return { id, handle, name, bot, created };
}

/** One's own data as JSON lines: oneself first, then every message. */
function exportResponse(node: Node, user: Id): Response {
  const encoder = new TextEncoder();
  let after: Id | null = 0;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (after === null) return controller.close();
      const page: Reply<"account_export"> = await node.ask(null, {
        type: "account_export",
        input: { user, after },
      });
      const { start, messages, next } = page;
      const lines = messages.map((message) => ({ message: { ...message, author: message.author.handle } }));
      const all = start === null ? lines : [{ account: start }, ...lines];
      controller.enqueue(encoder.encode(all.map((line) => `${JSON.stringify(line)}\n`).join("")));
      after = next;
    },
  });
  const name = 'attachment; filename="koine-export.jsonl"';
  return new Response(body, {
    headers: { "Content-Type": "application/jsonl", "Content-Disposition": name },
  });
}

/** The id that is the segment of the path. Faults: `not_found`, as for an unknown one. */
function idIn(request: Request, segment: number): Id {
  const text = new URL(request.url).pathname.split("/")[segment] ?? "";
  if (!/^[1-9]\d{0,15}$/.test(text)) throw notFound();
  return Number(text);
}

/** Faults: `invalid` when the body is not the JSON asked for. */
async function readBody<T>(request: Request, schema: { fits(value: unknown): value is T }): Promise<T> {
  const body: unknown = await request.json().catch(() => null);
  if (schema.fits(body)) return body;
  throw new Fault("invalid", "The body is not the JSON object asked for");
}
