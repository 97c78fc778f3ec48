/** `POST /attachments/upload` (section 11.4): a file in a JSON body, base64. */

import type { Route } from "../../../core/dialect.ts";
import { Fault } from "../../../core/faults.ts";
import type { Limiter } from "../../../core/limits.ts";
import type { Actor } from "../../../core/model/users.ts";
import type { Node } from "../../../core/node.ts";
import { createTurns } from "../../../core/turns.ts";
import type { Uploads } from "../../../core/uploads.ts";
import { lifeOf, type Tiers } from "../expiry.ts";
import type { Names } from "../names.ts";
import { toAttachment } from "../nouns.ts";
import type { Caller, Door } from "../signing-in.ts";
import { HTTP_TEXTS } from "../texts.ts";
import { once } from "../things.ts";
import { HttpRefusal } from "./answers.ts";
import { type After, bodyIn, type Fields, fieldsIn, requireJson, textIn } from "./reading.ts";

/**
 * Bodies that may be in memory at a time: who sends one is known when it has been read whole. Of one address fewer, so
 * that nobody who sends slowly keeps all others out.
 */
const MAX_AT_ONCE = 4;
const MAX_OF_ADDRESS = 2;

export interface UploadingServices {
  readonly node: Node;
  readonly uploads: Pick<Uploads, "receive">;
  readonly door: Door;
  readonly names: Names;
  readonly limit: Limiter;
  readonly now: () => number;
  readonly after: After;
  readonly maxFileBytes: number;
  readonly tiers: Tiers;
}

export function uploading(services: UploadingServices): Route {
  const { node, uploads, door, names, limit, now, after, maxFileBytes, tiers } = services;
  const busy = (): Error => new HttpRefusal(503, HTTP_TEXTS.uploadsBusy);
  const inTurn = createTurns<string>(MAX_OF_ADDRESS, MAX_AT_ONCE, busy);

  async function take(request: Request, address: string, slug: string | null): Promise<Response> {
    requireJson(request, maxFileBytes, HTTP_TEXTS.bodyTooLarge);
    const body = fieldsIn(await bodyIn(request, after));
    const { actor, username } = await senderOf(body, address);
    const { file, name, channel } = wishIn(body);
    await requireSend(actor, slug, channel);
    const bytes = bytesOf(file);
    const life = await lifeOf(tiers, bytes.length, username, body.expires_in_days);
    const end = life === null ? {} : { expires: now() + life };
    const wish = { name, description: "", spoiler: false, ...end };
    const attachment = await uploads
      .receive(actor, wish, bytes.length, once(bytes))
      .catch((error: unknown) => {
        if (error instanceof Fault && error.code === "invalid")
          throw new HttpRefusal(500, HTTP_TEXTS.fileNotSaved);
        throw error;
      });
    const told = { attachment: toAttachment(attachment, names), permanent: life === null };
    return Response.json(told, { status: 201 });
  }

  /** By the `validator` of `ready`, or one of the validator's. */
  async function senderOf(body: Fields, address: string): Promise<Caller> {
    const [key, validator] = [textIn(body, "validator_key") ?? "", textIn(body, "validator") ?? ""];
    if (key === "" || validator === "") throw new HttpRefusal(401, HTTP_TEXTS.credentialsMissing);
    if (limit("sign_in_address", address, now()) > 0) throw new HttpRefusal(429, HTTP_TEXTS.tooManyAttempts);
    const sender = await door.callerOf(key, validator);
    if (sender === "unreachable") throw new HttpRefusal(502, HTTP_TEXTS.notValidated);
    if (sender === "invalid") throw new HttpRefusal(401, HTTP_TEXTS.invalidCredentials);
    if (sender === "unknown") throw new HttpRefusal(401, HTTP_TEXTS.userNotFound);
    return sender;
  }

  async function requireSend(actor: Actor, slug: string | null, channel: string): Promise<void> {
    const { space } = await node.ask(null, { type: "whereabouts_get", input: { space: slug } });
    const { rooms } = await node.ask(actor, { type: "sight_get", input: { space } });
    const room = rooms.find(({ name, kind }) => name === channel && kind !== "category");
    if (room === undefined) throw new HttpRefusal(404, HTTP_TEXTS.noSuchChannel);
    const input = { space, room: room.id, user: null, permission: "send" };
    const { allowed } = await node.ask(actor, { type: "permission_explain", input });
    if (!allowed) throw new HttpRefusal(403, HTTP_TEXTS.noSendHere);
  }

  return (request, address, slug) => inTurn(address, () => take(request, address, slug));
}

function wishIn(body: Fields): { file: string; name: string; channel: string } {
  const wish = { file: textIn(body, "file"), name: textIn(body, "name"), channel: textIn(body, "channel") };
  const { file, name, channel } = wish;
  if (!file || !name || !channel || !textIn(body, "mime_type"))
    throw new HttpRefusal(400, HTTP_TEXTS.uploadFields);
  return { file, name, channel };
}

/** Of a data URI, or of bare base64. What the file is, its first bytes say. */
function bytesOf(file: string): Uint8Array {
  const base64 = file.startsWith("data:") ? file.slice(file.indexOf(",") + 1) : file;
  const bytes = Buffer.from(base64, "base64");
  if (bytes.length === 0) throw new HttpRefusal(500, HTTP_TEXTS.fileNotSaved);
  return bytes;
}
