/** What the payloads of requests look like (`docs/protocols/big.md` sections 4 and 5). */

import { type Static, type TSchema, Type } from "typebox";
import { schemaCheck } from "../../core/schema-check.ts";
import { BigError, MAX_ATTACHMENTS, MAX_CALL_SECONDS, MAX_COUNT, MAX_MEMBERS } from "./wire.ts";

const chatId = Type.String({ minLength: 1, maxLength: 100 });
const number = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const clientMessageId = Type.Optional(Type.String({ maxLength: 64 }));
const callId = Type.Optional(Type.String({ maxLength: 100 }));
const callType = Type.Union([Type.Literal("audio"), Type.Literal("video")]);
const text = Type.String({ maxLength: 64 * 1024 });

/** Section 8.6. Only the address counts: what the file is, the server knows. */
const attachment = Type.Object({ url: Type.String({ minLength: 1, maxLength: 1_000 }) });
const attachments = Type.Optional(Type.Array(attachment, { maxItems: MAX_ATTACHMENTS }));

export const schemas = {
  new: Type.Object({
    chatId,
    message: Type.Optional(text),
    clientMessageId,
    attachments,
    replyTo: Type.Optional(Type.Union([number, Type.Null()])),
    forwarded: Type.Optional(Type.Boolean()),
  }),
  edit: Type.Object({ chatId, originalMessageId: number, message: text, clientMessageId, attachments }),
  delete: Type.Object({
    chatId,
    originalMessageId: Type.Optional(number),
    messageId: Type.Optional(number),
    clientMessageId: Type.Optional(Type.String({ maxLength: 64 })),
    for: Type.Optional(Type.Union([Type.Literal("me"), Type.Literal("all")])),
  }),
  dlvrd: Type.Object({ chatId, messageId: Type.Optional(number) }),
  read: Type.Object({ chatId, messageId: Type.Optional(number) }),
  messages: Type.Object({
    chatId,
    startId: Type.Optional(number),
    endId: Type.Optional(number),
    count: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_COUNT })),
  }),
  chat: Type.Object({ chatId }),
  chats: Type.Optional(Type.Unknown()),
  newCall: Type.Object({ chatId, callId, callType: Type.Optional(callType) }),
  closeCall: Type.Object({
    chatId,
    callId,
    participants: Type.Optional(Type.Array(Type.String({ maxLength: 100 }), { maxItems: MAX_MEMBERS })),
    callDuration: Type.Optional(Type.Number({ minimum: 0, maximum: MAX_CALL_SECONDS })),
  }),
  typing: Type.Object({ chatId, stop: Type.Optional(Type.Boolean()) }),
} as const;

type Schemas = typeof schemas;
export type Payload<T extends keyof Schemas> = Static<Schemas[T]>;

const compiled = Object.fromEntries(
  Object.entries(schemas).map(([name, schema]) => [name, schemaCheck(schema as TSchema)]),
);

/** The payload as what it has to be. Throws an error of the wire that names the field. */
export function requirePayload<T extends keyof Schemas>(name: T, payload: unknown): Payload<T> {
  const validator = compiled[name];
  if (validator?.fits(payload)) return payload as Payload<T>;
  const [first] = validator?.faults(payload) ?? [];
  const field = first?.instancePath.split("/")[1] ?? missingIn(name, payload);
  throw new BigError(400, `payload.${field} is missing or does not fit`);
}

/** The first field that has to be there and is not. */
function missingIn(name: keyof Schemas, payload: unknown): string {
  const { required } = schemas[name] as { required?: readonly string[] };
  const said = typeof payload === "object" && payload !== null ? payload : {};
  return (required ?? []).find((field) => !Object.hasOwn(said, field)) ?? "chatId";
}
