/**
 * The values of the Flubber backend protocol 0.1.0, as the server sees them (docs/protocols/flubber.md, 2).
 *
 * All ids are opaque strings, all times milliseconds since the Unix epoch. What a backend says is checked here, once:
 * what comes out has the bounds and the types that are written down.
 */

import Type, { type Static, type TSchema } from "typebox";
import { schemaCheck } from "../../core/schema-check.ts";
import { type Content, readContent } from "./content.ts";
import { Violation } from "./violation.ts";

/** What this server speaks; a backend of the same 0.x minor is served. */
export const PROTOCOL_VERSION = [0, 1, 0] as const;

/** For `InitInfo.extensions`: the backend understands `extra.koine` (docs/protocols/flubber.md, 3b). */
export const KOINE_1 = "koine.1";

/** Longest id and name, in UTF-16 units. */
const MAX_ID = 512;
/** Most files of one message. */
const MAX_ATTACHMENTS = 10;
/** How much of a wrong value the log shows, in UTF-16 units. */
const SHOWN = 200;

const u32 = Type.Integer({ minimum: 0, maximum: 2 ** 32 - 1 });
const millis = Type.Integer({ minimum: -8.64e15, maximum: 8.64e15 });
const id = Type.String({ minLength: 1, maxLength: MAX_ID });
const version = Type.Tuple([u32, u32, u32]);
const opaque = Type.Unknown();

const InitInfoSchema = Type.Object({
  backend_name: Type.String({ maxLength: MAX_ID }),
  backend_version: version,
  protocol_version: version,
  extensions: Type.Optional(Type.Array(Type.String({ maxLength: 64 }), { maxItems: 64 })),
});
const AttachmentSchema = Type.Object({ mime: Type.String({ maxLength: 255 }), data: Type.String() });
const MessageSchema = Type.Object({
  id,
  sender: id,
  recipient: id,
  attachments: Type.Array(AttachmentSchema, { maxItems: MAX_ATTACHMENTS }),
  content: opaque,
  create_time: millis,
  edit_time: millis,
  extra: Type.Optional(opaque),
});
const RoomSchema = Type.Object({
  id,
  parent: Type.Union([id, Type.Null()]),
  name: Type.String({ maxLength: MAX_ID }),
  sendable: Type.Boolean(),
});
const ErrorSchema = Type.Object({
  message: Type.String({ maxLength: 4_096 }),
  debug_info: Type.Optional(opaque),
  retry: Type.Optional(Type.Boolean()),
});

export type InitInfo = Readonly<Static<typeof InitInfoSchema>>;
/** A file; `data` is base64. */
export type MessageAttachment = Readonly<Static<typeof AttachmentSchema>>;
export type Room = Readonly<Static<typeof RoomSchema>>;

export interface NewMessage {
  readonly recipient: string;
  readonly attachments: readonly MessageAttachment[];
  readonly content: Content;
  readonly extra: unknown;
}

export interface Message extends NewMessage {
  readonly id: string;
  readonly sender: string;
  readonly create_time: number;
  /** As `create_time` when it was never edited. */
  readonly edit_time: number;
}

export interface ResponseError {
  readonly message: string;
  readonly debug_info: unknown;
  /** Whether the request may be sent again. */
  readonly retry: boolean;
}

export type RequestBody =
  | {
      readonly type: "MessageGetBefore" | "MessageGet" | "RoomGet" | "RoomLookup" | "RoomJoin" | "RoomLeave";
      readonly value: string;
    }
  | { readonly type: "MessageSend"; readonly value: NewMessage }
  | { readonly type: "RoomCreate"; readonly value: Omit<Room, "id"> };

export type ResponseBody =
  | { readonly type: "Success"; readonly value: null }
  | { readonly type: "Message"; readonly value: Message }
  | { readonly type: "Room"; readonly value: Room }
  | { readonly type: "MessageID" | "RoomID"; readonly value: string }
  | { readonly type: "Error"; readonly value: ResponseError };

export type Update =
  | { readonly type: "RoomUpsert"; readonly value: Room }
  | { readonly type: "RoomDelete" | "MessageDelete"; readonly value: string }
  | { readonly type: "MessageUpsert"; readonly value: Message };

export type FromBackend =
  | { readonly is: "response"; readonly sequence: number; readonly body: ResponseBody }
  | { readonly is: "update"; readonly update: Update };

/** The only answer to a request besides `Error` (docs/protocols/flubber.md, 2). */
export const ANSWERS = {
  MessageGetBefore: "Success",
  MessageGet: "Message",
  MessageSend: "MessageID",
  RoomGet: "Room",
  RoomCreate: "RoomID",
  RoomLookup: "RoomID",
  RoomJoin: "Success",
  RoomLeave: "Success",
} as const satisfies Record<RequestBody["type"], ResponseBody["type"]>;

/** A request as it goes out: one line. */
export function writeRequest(sequence: number, body: RequestBody): string {
  return `${JSON.stringify({ sequence_number: sequence, body })}\n`;
}

const asInit = checked(InitInfoSchema, "InitInfo");
const asRoom = checked(RoomSchema, "Room");
const asId = checked(id, "an id");
const asError = checked(ErrorSchema, "ResponseError");
const asRawMessage = checked(MessageSchema, "Message");
const asTagged = checked(
  Type.Object({ type: Type.String(), value: Type.Optional(opaque) }),
  "a tagged value",
);
const asResponse = checked(Type.Object({ sequence_number: u32, body: opaque }), "Response");

/** The first value of a backend. Throws a `Violation`, also for a version that is not served. */
export function readInit(value: unknown): InitInfo {
  const init = asInit(value);
  const [major, minor] = init.protocol_version;
  if (major !== PROTOCOL_VERSION[0] || minor !== PROTOCOL_VERSION[1]) {
    const [theirs, ours] = [init.protocol_version.join("."), PROTOCOL_VERSION.join(".")];
    throw new Violation(`it speaks version ${theirs} of the protocol, and this server ${ours}`);
  }
  return init;
}

/** Every later value. Throws a `Violation`. */
export function readValue(value: unknown): FromBackend {
  if (typeof value === "object" && value !== null && "sequence_number" in value) {
    const { sequence_number, body } = asResponse(value);
    return { is: "response", sequence: sequence_number, body: readBody(body) };
  }
  const { type, value: inner } = asTagged(value);
  switch (type) {
    case "RoomUpsert":
      return { is: "update", update: { type, value: asRoom(inner) } };
    case "RoomDelete":
    case "MessageDelete":
      return { is: "update", update: { type, value: asId(inner) } };
    case "MessageUpsert":
      return { is: "update", update: { type, value: readMessage(inner) } };
  }
  throw new Violation("there is no update of this type", shown(value));
}

function readBody(body: unknown): ResponseBody {
  const { type, value } = asTagged(body);
  switch (type) {
    case "Success":
      if (value === null || value === undefined) return { type, value: null };
      break;
    case "Message":
      return { type, value: readMessage(value) };
    case "Room":
      return { type, value: asRoom(value) };
    case "MessageID":
    case "RoomID":
      return { type, value: asId(value) };
    case "Error": {
      const { message, debug_info = null, retry = false } = asError(value);
      return { type, value: { message, debug_info, retry } };
    }
  }
  throw new Violation("there is no response like this", shown(body));
}

function readMessage(value: unknown): Message {
  const { content, extra = null, ...message } = asRawMessage(value);
  return { ...message, content: readContent(content), extra };
}

function checked<S extends TSchema>(schema: S, name: string): (value: unknown) => Static<S> {
  const compiled = schemaCheck(schema);
  return (value) => {
    if (!compiled.fits(value)) throw new Violation(`this is not ${name}`, shown(value));
    return value;
  };
}

/** The beginning of a value, for the log. */
function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)} …` : text;
}
