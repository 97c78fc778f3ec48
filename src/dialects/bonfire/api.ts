/** The HTTP API: each call is one variant of the gateway in another envelope. */

import type { Route } from "../../core/dialect.ts";
import { Fault } from "../../core/faults.ts";
import type { Node } from "../../core/node.ts";
import type { SignIn } from "../../core/sign-in.ts";
import { bearer, jsonRoute } from "./answers.ts";
import { type Surroundings, saidBesides } from "./besides.ts";
import { type HttpCall, httpCalls } from "./calls.ts";
import { type Field, messages } from "./gen/fields.ts";
import type { Ok } from "./gen/gateway.ts";
import { writeOk } from "./gen/writers.ts";
import type { ClientEvent, Whereabouts } from "./inbound/entry.ts";
import { toCommand } from "./inbound.ts";
import { Bad, fromJson, parseObject } from "./json.ts";
import { type Fields, type MessageName, make } from "./make.ts";

/** The name of a variant's message, e.g. "MessageSendRequest". */
const requestOf = new Map(
  messages.GatewayClientEvent.filter(({ mode }) => mode === "variant").map(({ name, of }) => [name, of]),
);

interface Server extends Surroundings {
  readonly signIn: SignIn;
  readonly node: Node;
}

/** A route for every call, keyed "METHOD /path/:parameter". */
export function apiRoutes(server: Server): Readonly<Record<string, Route>> {
  return Object.fromEntries(
    httpCalls.map((call) => [
      `${call.method} ${call.path.replaceAll(/\{(\w+)\}/g, ":$1")}`,
      jsonRoute((request, _address, space) => carryOut(call, request, space, server)),
    ]),
  );
}

async function carryOut(
  call: HttpCall,
  request: Request,
  space: string | null,
  server: Server,
): Promise<string> {
  const { signIn, node } = server;
  const { actor } = await signIn.actorOf(bearer(request));
  const name = requestOf.get(call.variant) as MessageName;
  const value = fromJson(name, {
    ...(await readFields(call, name, request)),
    ...pathFields(call, name, request),
  });
  if (value instanceof Bad) throw new Fault("invalid", `The call cannot be read: ${value.reason}`);
  const at = await node.ask(null, { type: "whereabouts_get", input: { space } });
  // The table of calls pairs each variant with its own message.
  const event = { $case: call.variant, value } as Parameters<typeof toCommand>[0];
  return `{${await submit(event, at)}}`;

  function written(ok: Partial<Ok>): string {
    return writeOk(make("Ok", saidBesides(server, call.variant, actor.user, ok))).slice(1);
  }

  async function submit(
    asked: Exclude<ClientEvent, { $case: "heartbeat" | "subscribe_presence" }>,
    here: Whereabouts,
  ) {
    const translated = toCommand(asked, here);
    if (translated === null) throw new Fault("not_found", `This server has no ${call.variant} yet`);
    const { command, ok } = translated;
    return new Promise<string>((resolve, reject) => {
      node.submit(actor, "bonfire", command, (answer) => {
        if (answer.ok) resolve(written(ok(answer.reply)));
        else reject(new Fault(answer.fault.code, answer.fault.message, answer.fault.retryAfter));
      });
    });
  }
}

/** What stands in the path, e.g. {room_id}. */
function pathFields({ path }: HttpCall, name: MessageName, request: Request): Fields {
  const given = new URL(request.url).pathname.split("/");
  const found: Fields = {};
  for (const [i, segment] of path.split("/").entries()) {
    const parameter = /^\{(\w+)\}$/.exec(segment)?.[1];
    if (parameter !== undefined) found[parameter] = fromText(name, parameter, decode(given[i] ?? ""));
  }
  return found;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new Fault("invalid", "The path is not well encoded");
  }
}

/** What stands in the query or the body. */
async function readFields({ method }: HttpCall, name: MessageName, request: Request): Promise<Fields> {
  if (method === "GET" || method === "DELETE") {
    const found: Fields = {};
    for (const [key, text] of new URL(request.url).searchParams) {
      const value = fromText(name, key, text);
      const list = fieldOf(name, key)?.mode === "repeated";
      found[key] = list ? [...((found[key] as unknown[] | undefined) ?? []), value] : value;
    }
    return found;
  }
  const text = await request.text();
  if (text === "") return {};
  const body = parseObject(text);
  if (body instanceof Bad) throw new Fault("invalid", `The body ${body.reason}`);
  return body;
}

/** A text of the path or the query as the kind its field has; what does not fit stays text and is refused. */
function fromText(name: MessageName, key: string, text: string): unknown {
  const kind = fieldOf(name, key)?.kind;
  if (kind === "bool") return text === "true" ? true : text === "false" ? false : text;
  const isNumber = kind === "fixed64" || kind === "uint64" || kind === "uint32";
  return isNumber && /^\d{1,16}$/.test(text) ? Number(text) : text;
}

function fieldOf(name: MessageName, key: string): Field | undefined {
  return messages[name].find((field) => field.name === key);
}
