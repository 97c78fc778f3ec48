/**
 * Posting by webhooks over HTTP (`docs/integrations.md`): JSON, a form, or several parts with files. The token stands
 * in the path or in the query.
 */

import type { Route } from "../../../core/dialect.ts";
import { Fault, notFound } from "../../../core/faults.ts";
import type { Limiter } from "../../../core/limits.ts";
import { MAX_ATTACHMENTS } from "../../../core/message-rules.ts";
import type { Id, Millis } from "../../../core/model/ids.ts";
import type { Message } from "../../../core/model/messages.ts";
import type { Node } from "../../../core/node.ts";
import type { Secrets } from "../../../core/sign-in.ts";
import { createTurns } from "../../../core/turns.ts";
import type { Uploads } from "../../../core/uploads.ts";
import { jsonRoute } from "../answers.ts";
import { writeOk } from "../gen/writers.ts";
import { Bad, parseObject } from "../json.ts";
import { make } from "../make.ts";
import { toMessage } from "../nouns/messages.ts";
import { gitHubText } from "./github.ts";
import { type Proxied, readSaid, type Said } from "./said.ts";

/** Most bytes of a body without files, and of one with files. */
export const MAX_POST_BYTES = 2 * 1024 * 1024;
export const MAX_PARTS_BYTES = 32 * 1024 * 1024;

/** Bodies that may be in memory at a time, of a webhook and of all: without files, and with files. */
const MAX_READ = { ofWebhook: 30, ofAll: 128 };
const MAX_PARTS_READ = { ofWebhook: 4, ofAll: 8 };

const ONE = "/webhooks/:webhook_id";
const IN_PATH = `${ONE}/:token`;

interface Deps {
  readonly node: Node;
  readonly secrets: Secrets;
  readonly uploads: Uploads;
  readonly limit: Limiter;
  readonly now: () => Millis;
  readonly proxied: Proxied;
}

interface Caller {
  readonly webhook: Id;
  readonly tokenHash: string;
}

type Posted = { readonly body: unknown; readonly files: readonly File[] };

/** `posts` have bodies that may be large; their length is stated. `others` change what was posted. */
export function postingRoutes({ node, secrets, uploads, limit, now, proxied }: Deps): {
  readonly posts: Readonly<Record<string, Route>>;
  readonly others: Readonly<Record<string, Route>>;
} {
  const busy = (): Fault =>
    new Fault("rate_limited", "Too many messages at the same time; wait a little", 1_000);
  const plainInTurn = createTurns<Id>(MAX_READ.ofWebhook, MAX_READ.ofAll, busy);
  const partsInTurn = createTurns<Id>(MAX_PARTS_READ.ofWebhook, MAX_PARTS_READ.ofAll, busy);

  /** Before anything of the body is read. Faults: `not_found`, `forbidden`, `rate_limited`. */
  async function callerOf(request: Request): Promise<Caller> {
    const { pathname, searchParams } = new URL(request.url);
    const [, , id = "", inPath = ""] = pathname.split("/");
    const given = inPath === "" || inPath === "messages" ? (searchParams.get("token") ?? "") : inPath;
    if (!/^[1-9]\d{0,15}$/.test(id) || !/^[\w-]{1,200}$/.test(given)) throw notFound();
    const caller = { webhook: Number(id), tokenHash: secrets.hashToken(given) };
    await node.ask(null, { type: "webhook_find", input: caller });
    const wait = limit("webhooks", caller.webhook, now());
    if (wait > 0) throw new Fault("rate_limited", "Too many messages; wait a little", wait);
    return caller;
  }

  async function post(request: Request): Promise<Message | null> {
    const caller = await callerOf(request);
    return await inTurn(request, caller, async () => postAs(caller, request, await readPosted(request)));
  }

  /** Held until the files are kept: they are in memory. */
  function inTurn<T>(request: Request, { webhook }: Caller, work: () => Promise<T>): Promise<T> {
    return isParts(request) ? partsInTurn(webhook, work) : plainInTurn(webhook, work);
  }

  async function postAs(caller: Caller, request: Request, { body, files }: Posted): Promise<Message | null> {
    const said = readEvent(request, body, proxied);
    if (said === null) return null;
    const { text, embeds, ...rest } = said;
    const { searchParams } = new URL(request.url);
    const thread = searchParams.get("thread_id") ?? searchParams.get("thread");
    if (thread !== null && !/^[1-9]\d{0,15}$/.test(thread)) throw notFound();
    const attachments: Id[] = [];
    for (const file of files) attachments.push(await keep(caller.webhook, file));
    const input = { ...caller, ...rest, text: text ?? "", embeds: embeds ?? [], attachments };
    return node.ask(null, {
      type: "webhook_post",
      input: { ...input, thread: thread === null ? null : Number(thread) },
    });
  }

  async function keep(webhook: Id, file: File): Promise<Id> {
    const wish = { name: file.name, description: "", spoiler: file.name.startsWith("SPOILER_") };
    const actor = { user: webhook, token: 0, session: 0 };
    return (await uploads.receive(actor, wish, file.size, file.stream())).id;
  }

  const posting: Route = async (request, address, space) => {
    let posted: Message | null = null;
    const answer = await jsonRoute(async (asked) => {
      posted = await post(asked);
      return posted === null ? "{}" : messageText(posted);
    })(request, address, space);
    const wait = new URL(request.url).searchParams.get("wait") === "true";
    return answer.ok && !wait ? new Response(null, { status: 204 }) : answer;
  };

  const getting = jsonRoute(async (request) => {
    const input = { ...(await callerOf(request)), message: messageIn(request) };
    return messageText(await node.ask(null, { type: "webhook_message_get", input }));
  });

  const editing = jsonRoute(async (request) => {
    const caller = await callerOf(request);
    const { body } = await inTurn(request, caller, () => readPosted(request));
    const { text, embeds, mentions } = readSaid(body, proxied);
    const input = { ...caller, message: messageIn(request), text, embeds, mentions };
    return messageText(await node.ask(null, { type: "webhook_message_edit", input }));
  });

  const deleting: Route = async (request, address, space) => {
    const answer = await jsonRoute(async (asked) => {
      const input = { ...(await callerOf(asked)), message: messageIn(asked) };
      await node.ask(null, { type: "webhook_message_delete", input });
      return "{}";
    })(request, address, space);
    return answer.ok ? new Response(null, { status: 204 }) : answer;
  };

  const others: Record<string, Route> = {};
  for (const path of [`${ONE}/messages/:message_id`, `${IN_PATH}/messages/:message_id`]) {
    others[`GET ${path}`] = getting;
    others[`PATCH ${path}`] = editing;
    others[`DELETE ${path}`] = deleting;
  }
  return { posts: { [`POST ${ONE}`]: posting, [`POST ${IN_PATH}`]: posting }, others };
}

/** Null for an event that is worth no message. Faults: `invalid`. */
function readEvent(request: Request, body: unknown, proxied: Proxied): Said | null {
  const event = request.headers.get("X-GitHub-Event");
  if (event === null) return readSaid(body, proxied);
  const text = gitHubText(event.slice(0, 64), body);
  if (text === null) return null;
  // A second delivery of the same event posts nothing anew.
  const delivery = request.headers.get("X-GitHub-Delivery") ?? "";
  const nonce = /^[\w-]{1,60}$/.test(delivery) ? `gh-${delivery}` : null;
  return { text, name: null, avatar: null, embeds: null, nonce, mentions: { users: [], roles: [] } };
}

function typeOf(request: Request): string {
  return (request.headers.get("Content-Type") ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
}

function isParts(request: Request): boolean {
  return typeOf(request) === "multipart/form-data";
}

/** Faults: `invalid`, `too_large`. */
async function readPosted(request: Request): Promise<Posted> {
  const most = isParts(request) ? MAX_PARTS_BYTES : MAX_POST_BYTES;
  if (Number(request.headers.get("Content-Length") ?? 0) > most)
    throw new Fault("too_large", `A webhook posts at most ${most} bytes`);
  if (isParts(request)) return readParts(request);
  const text = await request.text();
  // curl -d calls everything a form; a form has its braces written otherwise.
  const isForm = typeOf(request) === "application/x-www-form-urlencoded" && !text.trimStart().startsWith("{");
  if (!isForm) return { body: parsed(text), files: [] };
  const form = new URLSearchParams(text);
  const payload = form.get("payload_json") ?? form.get("payload");
  return { body: payload === null ? Object.fromEntries(form) : parsed(payload), files: [] };
}

async function readParts(request: Request): Promise<Posted> {
  const form = await request.formData().catch(() => null);
  if (form === null) throw new Fault("invalid", "The parts of this body cannot be read");
  const files: File[] = [];
  const texts: Record<string, string> = {};
  for (const [name, value] of form.entries()) {
    if (typeof value === "string") texts[name] = value;
    else files.push(value);
  }
  if (files.length > MAX_ATTACHMENTS)
    throw new Fault("invalid", `A message has at most ${MAX_ATTACHMENTS} files`);
  return { body: texts.payload_json === undefined ? texts : parsed(texts.payload_json), files };
}

/** Faults: `invalid` (no JSON object, or nested too deep). */
function parsed(text: string): unknown {
  const body = parseObject(text);
  if (body instanceof Bad) throw new Fault("invalid", `The body ${body.reason}`);
  return body;
}

/** Faults: `not_found`. */
function messageIn(request: Request): Id {
  const text = new URL(request.url).pathname.split("/").at(-1) ?? "";
  if (!/^[1-9]\d{0,15}$/.test(text)) throw notFound();
  return Number(text);
}

function messageText(message: Message): string {
  // The text of a field stands behind a comma.
  return `{${writeOk(make("Ok", { message: toMessage(message) })).slice(1)}}`;
}
