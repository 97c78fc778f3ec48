/** How an HTTP call is taken and answered (`docs/protocols/big.md` sections 16 and 17). */

import { type Static, type TSchema, Type } from "typebox";
import type { Route } from "../../../core/dialect.ts";
import { Fault } from "../../../core/faults.ts";
import type { Limiter } from "../../../core/limits.ts";
import type { Id } from "../../../core/model/ids.ts";
import type { Actor } from "../../../core/model/users.ts";
import type { Node } from "../../../core/node.ts";
import { type SchemaCheck, schemaCheck } from "../../../core/schema-check.ts";
import type { AccessTokens } from "../../../core/signing.ts";
import { fromUserId } from "../ids.ts";
import { type Asking, toError } from "../requests.ts";
import { BigError, SAID } from "../wire.ts";

export interface CallServices {
  readonly node: Node;
  readonly access: AccessTokens;
  readonly limit: Limiter;
  readonly isOnline: (user: Id) => boolean;
  /** Whether it is the key of the operator's calls service. */
  readonly isServiceKey: (key: string) => boolean;
  readonly now: () => number;
  /** Goes before addresses in place of what a client calls the server; "" = what it calls it. */
  readonly origin: string;
}

/** What came with a call, beside what its query and body say. */
export interface Came {
  readonly services: CallServices;
  readonly request: Request;
  readonly url: URL;
  /** The peer's. */
  readonly address: string;
  /** As of a `Conn`. */
  readonly space: string | null;
}

/** One call: what it takes, and how it is answered. A value becomes JSON. */
export interface Call {
  /** For the list of calls. */
  readonly about: string;
  /** Null where the body is none of JSON. */
  readonly body: TSchema | null;
  readonly query: TSchema;
  /** Whether it wants no token. */
  readonly open: boolean;
  readonly answer: (came: Came) => Promise<unknown>;
}

interface Takes<Q extends TSchema, B extends TSchema> {
  readonly about: string;
  readonly query?: Q;
  readonly body?: B;
}

/** What a call says. */
export interface Said<Q, B> extends Came {
  readonly query: Q;
  readonly body: B;
}

const none = Type.Object({}, { additionalProperties: false });

/** A call of somebody signed in. The query is looked at before the token, the body after it (section 17). */
export function signedIn<Q extends TSchema = typeof none, B extends TSchema = typeof none>(
  takes: Takes<Q, B>,
  run: (asking: Asking, said: Said<Static<Q>, Static<B>>) => Promise<unknown>,
): Call {
  return call(takes, false, askingOf, run);
}

/** A call of anybody. */
export function open<Q extends TSchema = typeof none, B extends TSchema = typeof none>(
  takes: Takes<Q, B>,
  run: (said: Said<Static<Q>, Static<B>>) => Promise<unknown>,
): Call {
  return call(
    takes,
    true,
    async () => null,
    async (_nobody, said) => await run(said),
  );
}

/** A call of a service of the operator's, which has the key. The query is looked at before the key, the body after it. */
export function ofService<Q extends TSchema = typeof none, B extends TSchema = typeof none>(
  takes: Takes<Q, B>,
  run: (said: Said<Static<Q>, Static<B>>) => Promise<unknown>,
): Call {
  return call(takes, false, requireServiceKey, async (_service, said) => await run(said));
}

/** `admit` says who it is that calls, between the query and the body. */
function call<Who, Q extends TSchema, B extends TSchema>(
  takes: Takes<Q, B>,
  isOpen: boolean,
  admit: (came: Came) => Promise<Who>,
  run: (who: Who, said: Said<Static<Q>, Static<B>>) => Promise<unknown>,
): Call {
  const { queryOf, bodyOf } = readers(takes);
  return {
    about: takes.about,
    body: takes.body ?? null,
    query: takes.query ?? none,
    open: isOpen,
    async answer(came) {
      const query = queryOf(came.url);
      const who = await admit(came);
      return await run(who, { ...came, query, body: await bodyOf(came.request) });
    },
  };
}

async function requireServiceKey({ services, request }: Came): Promise<null> {
  // Whatever text the operator chose.
  const key = /^Bearer (.+)$/i.exec(request.headers.get("Authorization") ?? "")?.[1];
  if (key === undefined || !services.isServiceKey(key)) throw new BigError(401, SAID.unauthorized);
  return null;
}

function readers<Q extends TSchema, B extends TSchema>(takes: Takes<Q, B>) {
  const query = takes.query ?? none;
  const queryCheck = schemaCheck(query);
  const bodyCheck = takes.body === undefined ? null : schemaCheck(takes.body);
  return {
    queryOf: (url: URL): Static<Q> => required(queryCheck, "query", queryValue(url, query)) as Static<Q>,
    async bodyOf(request: Request): Promise<Static<B>> {
      if (bodyCheck === null) return {} as Static<B>;
      return required(bodyCheck, "body", await request.json().catch(() => null));
    },
  };
}

/** Parameters as an object; those that are numbers where the schema wants them. */
function queryValue(url: URL, schema: TSchema): unknown {
  const { properties } = schema as { properties?: Record<string, { type?: string }> };
  return Object.fromEntries(
    [...url.searchParams].map(([name, value]) => [
      name,
      properties?.[name]?.type === "integer" && /^\d{1,15}$/.test(value) ? Number(value) : value,
    ]),
  );
}

/** Most issues that one answer lists. */
const MAX_ISSUES = 8;

/** Throws 400 with the list of issues as a text (section 17). */
function required<S extends TSchema>(
  check: SchemaCheck<S>,
  where: "query" | "body",
  value: unknown,
): Static<S> {
  if (check.fits(value)) return value;
  const issues = check.faults(value).flatMap(({ instancePath, keyword, message, params }) => {
    const path = [where, ...instancePath.split("/").slice(1)];
    const missing = keyword === "required" && "requiredProperties" in params ? params.requiredProperties : [];
    if (Array.isArray(missing) && missing.length > 0)
      return missing.map((name) => ({
        code: "invalid_type",
        path: [...path, String(name)],
        message: "Required",
      }));
    return [{ code: keyword === "type" ? "invalid_type" : "invalid", path, message }];
  });
  throw new BigError(400, JSON.stringify(issues.slice(0, MAX_ISSUES)));
}

/** Who stands behind the token of a call. Throws 401, 403 for who is banned, 429 for who asks too often. */
export async function askingOf({ services, request, url, space }: Omit<Came, "address">): Promise<Asking> {
  const { node, access, limit, now } = services;
  const token = bearerOf(request);
  if (token === null) throw new BigError(401, SAID.unauthorized);
  const claim = access.open(token);
  const user = claim === null ? null : fromUserId(claim.subject);
  if (claim === null || user === null) throw new BigError(401, SAID.badToken);
  const { issued } = claim;
  await node.ask(null, { type: "signed_user", input: { user, issued } }).catch((error: unknown) => {
    if (error instanceof Fault && error.code === "unauthenticated") throw new BigError(401, SAID.badToken);
    throw error;
  });
  if (limit("big", user, now()) > 0) throw new BigError(429, SAID.tooFast);
  return await actingFor({ services, request, url, space }, { user, token: 0, session: 0, issued });
}

/** What is asked of the core in somebody's name. */
export async function actingFor(
  { services, url, space }: Omit<Came, "address">,
  actor: Actor,
): Promise<Asking> {
  const { node, isOnline } = services;
  const { space: at } = await node.ask(null, { type: "whereabouts_get", input: { space } });
  return { node, actor, space: at, isOnline, origin: originOf(services, url) };
}

function bearerOf(request: Request): string | null {
  return /^Bearer (\S+)$/i.exec(request.headers.get("Authorization") ?? "")?.[1] ?? null;
}

export function originOf({ origin }: Pick<CallServices, "origin">, url: URL): string {
  return origin === "" ? url.origin : origin;
}

/** The call as a route; every answer may be read by pages of other origins. */
export function toRoute(services: CallServices, answer: Call["answer"]): Route {
  return async (request, address, space) => {
    const { status, body } = await answered(services, () =>
      answer({ services, request, url: new URL(request.url), address, space }),
    );
    const response = body instanceof Response ? body : json(status, body);
    response.headers.set("Access-Control-Allow-Origin", "*");
    return response;
  };
}

async function answered(
  { now }: CallServices,
  work: () => Promise<unknown>,
): Promise<{ status: number; body: unknown }> {
  try {
    return { status: 200, body: await work() };
  } catch (thrown) {
    const { status, message } = toError(thrown);
    return { status, body: { error: message, timestamp: now(), status } };
  }
}

/** Preflights (section 16.1). */
export async function preflight(request: Request): Promise<Response> {
  const asked = request.headers.get("Access-Control-Request-Headers");
  return new Response(null, {
    status: 204,
    headers: {
      "Access-Control-Allow-Origin": "*",
      "Access-Control-Allow-Methods": "GET,HEAD,POST,OPTIONS",
      "Access-Control-Max-Age": "86400",
      ...(asked === null ? {} : { "Access-Control-Allow-Headers": asked }),
    },
  });
}

function json(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { "Content-Type": "application/json; charset=utf-8" },
  });
}

export function textResponse(status: number, text: string): Response {
  return new Response(text, { status, headers: { "Content-Type": "text/plain; charset=utf-8" } });
}
