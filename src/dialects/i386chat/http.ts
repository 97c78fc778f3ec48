/** The HTTP calls (`docs/protocols/i386chat.md` section 7); refusals as in section 4. */

import { Type } from "typebox";
import type { Route } from "../../core/dialect.ts";
import { Fault, notFound } from "../../core/faults.ts";
import type { Message } from "../../core/model/messages.ts";
import type { Actor } from "../../core/model/users.ts";
import type { Node } from "../../core/node.ts";
import { schemaCheck } from "../../core/schema-check.ts";
import type { Secrets, SignIn } from "../../core/sign-in.ts";
import type { Signing } from "../../core/signing.ts";
import { bytesOf } from "./codec.ts";
import { digitsOf, parseExact } from "./digits.ts";
import { sendTo } from "./inbound.ts";
import { contentOf, type IsAdministrator, toMessage } from "./nouns.ts";
import { codeOfFault } from "./refusals.ts";
import { ERROR, type ErrorCode, MAX_FRAME_BYTES } from "./wire.ts";

/** What the calls need of the server. */
export interface HttpServices {
  readonly node: Node;
  readonly secrets: Secrets;
  readonly signing: Signing;
  readonly signIn: SignIn;
  readonly isAdministrator: IsAdministrator;
  readonly now: () => number;
}

/** A refusal that only the wire knows. */
class Refusal extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

const loginBody = schemaCheck(
  Type.Object({ name: Type.String({ maxLength: 1_000 }), password: Type.String({ maxLength: 1_000 }) }),
);
const messageBody = schemaCheck(Type.Object({ content: Type.String() }));

export function httpRoutes(services: HttpServices): Readonly<Record<string, Route>> {
  const { node, secrets, signing, signIn, isAdministrator, now } = services;

  /** The bot whose token the call carries, with or without "Bearer ". */
  async function botOf(request: Request): Promise<Actor> {
    const token = (request.headers.get("Authorization") ?? "").replace(/^Bearer +/i, "");
    const claim = signing.open(token);
    if (claim === null)
      throw new Refusal(ERROR.invalidToken, "The token is none of this server's, or has ended");
    const { id, issued } = claim;
    const user = await node.ask(null, { type: "signed_user", input: { user: id, issued } });
    if (!user.bot) throw new Refusal(ERROR.noBot, "Only a bot may do this");
    return { user: id, token: 0, session: 0, issued };
  }

  return {
    "POST /api/v2/channels/:channel/messages": route(ERROR.noRoom, async (request) => {
      const actor = await botOf(request);
      const room = idIn(request);
      const body = await readBody(request);
      const nonce = digitsOf("nonce" in body ? body.nonce : null);
      if (!messageBody.fits(body) || nonce === undefined) throw badBody();
      const command = sendTo(room, body.content, nonce, "http", secrets.hashToken);
      if (command === null) throw notFound();
      const message = await new Promise<Message>((resolve, reject) => {
        node.submit(actor, "i386chat", command, (answer) => {
          if (answer.ok) resolve(answer.reply as Message);
          else reject(new Fault(answer.fault.code, answer.fault.message, answer.fault.retryAfter));
        });
      });
      return toMessage(message, contentOf(message), isAdministrator, nonce ?? undefined);
    }),
    "POST /api/v2/login": route(ERROR.noUser, async (request, address) => {
      const body = await readBody(request);
      if (!loginBody.fits(body)) throw badBody();
      const { id, bot } = await signIn.identify({ handle: body.name, password: body.password }, address);
      return { token: signing.sign({ type: bot ? "bot" : "user", id, issued: now() }) };
    }),
    "POST /api/v2/coffee": route(ERROR.teapot, async () => {
      throw new Refusal(ERROR.teapot, "I am a teapot");
    }),
  };
}

function route(missing: ErrorCode, run: (request: Request, address: string) => Promise<object>): Route {
  return async (request, address) => {
    try {
      const answer = JSON.stringify(await run(request, address));
      return new Response(answer, { headers: { "Content-Type": "application/json" } });
    } catch (error) {
      if (error instanceof Refusal) return refuse(error.code, error.message);
      if (error instanceof Fault) return refuse(codeOfFault(error.code, missing), error.message);
      throw error;
    }
  };
}

function refuse(code: ErrorCode, error: string): Response {
  return Response.json({ code, error }, { status: 400 });
}

async function readBody(request: Request): Promise<object> {
  const text = await request.text();
  if (bytesOf(text) > MAX_FRAME_BYTES) {
    throw new Refusal(ERROR.tooLong, `A body has at most ${MAX_FRAME_BYTES} bytes`);
  }
  const body = parsed(text);
  if (typeof body !== "object" || body === null) throw badBody();
  return body;
}

function parsed(text: string): unknown {
  try {
    return parseExact(text);
  } catch {
    return null;
  }
}

function badBody(): Refusal {
  return new Refusal(ERROR.invalid, "The body is not the JSON object asked for");
}

/** The id in the path, with or without its letter. */
function idIn(request: Request): number {
  const segment = new URL(request.url).pathname.split("/")[4] ?? "";
  const digits = /^(?:C_)?([1-9]\d{0,15})$/.exec(segment)?.[1];
  if (digits === undefined || !Number.isSafeInteger(Number(digits))) throw notFound();
  return Number(digits);
}
