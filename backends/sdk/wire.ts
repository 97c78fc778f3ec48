/**
 * The values of the Flubber backend protocol 0.1.0, as a backend sees them (docs/protocols/flubber.md, 2).
 *
 * All ids are opaque strings, all times milliseconds since the Unix epoch.
 */

import Type, { type Static } from "typebox";
import { Compile } from "typebox/compile";

/** What this SDK speaks. */
export const PROTOCOL_VERSION: Version = [0, 1, 0];

/** Deepest content that is taken, in nodes. */
const MAX_CONTENT_DEPTH = 64;

export type Version = readonly [number, number, number];

export interface InitInfo {
  readonly backend_name: string;
  readonly backend_version: Version;
  readonly protocol_version: Version;
  /** What of the additions to 0.1.0 is understood (docs/protocols/flubber.md, 3b). */
  readonly extensions?: readonly string[];
}

export type Content =
  | { readonly type: "Text" | "Emote" | "MessageLink" | "RoomLink" | "UserLink" | "UrlLink"; value: string }
  | { readonly type: "Concat"; value: readonly Content[] }
  | { readonly type: "Bold" | "Italic" | "Underline" | "Crossout"; value: Content };

const Attachment = Type.Object({ mime: Type.String(), data: Type.String() });
const Opaque = Type.Unknown();

const NewMessageSchema = Type.Object({
  recipient: Type.String(),
  attachments: Type.Array(Attachment),
  content: Opaque,
  extra: Type.Optional(Opaque),
});
const NewRoomSchema = Type.Object({
  parent: Type.Union([Type.String(), Type.Null()]),
  name: Type.String(),
  sendable: Type.Boolean(),
});

/** A file; `data` is base64. */
export type MessageAttachment = Readonly<Static<typeof Attachment>>;
export type NewRoom = Readonly<Static<typeof NewRoomSchema>>;

/** What the server asks to be said. */
export interface NewMessage {
  /** A room's id, or a user's. */
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

export interface Room extends NewRoom {
  readonly id: string;
}

export interface ResponseError {
  /** For people. */
  readonly message: string;
  /** For the server's log only. */
  readonly debug_info: unknown;
  /** Whether the server may ask again. */
  readonly retry: boolean;
}

export type RequestBody =
  | { readonly type: "MessageGetBefore" | "MessageGet"; readonly value: string }
  | { readonly type: "RoomGet" | "RoomLookup" | "RoomJoin" | "RoomLeave"; readonly value: string }
  | { readonly type: "MessageSend"; readonly value: NewMessage }
  | { readonly type: "RoomCreate"; readonly value: NewRoom };

export interface Request {
  readonly sequence_number: number;
  readonly body: RequestBody;
}

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

/** The server said what the protocol does not allow. */
export class Violation extends Error {}

const asString = Compile(Type.String());
const asMessage = Compile(NewMessageSchema);
const asRoom = Compile(NewRoomSchema);
const asEnvelope = Compile(
  Type.Object({
    sequence_number: Type.Integer({ minimum: 0, maximum: 2 ** 32 - 1 }),
    body: Type.Object({ type: Type.String(), value: Type.Optional(Opaque) }),
  }),
);

/** A value as a request. Throws `Violation`. */
export function toRequest(value: unknown): Request {
  if (!asEnvelope.Check(value)) throw new Violation("this is no request");
  const { sequence_number, body } = value;
  return { sequence_number, body: toBody(body.type, body.value) };
}

function toBody(type: string, value: unknown): RequestBody {
  switch (type) {
    case "MessageGetBefore":
    case "MessageGet":
    case "RoomGet":
    case "RoomLookup":
    case "RoomJoin":
    case "RoomLeave":
      if (asString.Check(value)) return { type, value };
      break;
    case "RoomCreate":
      if (asRoom.Check(value)) return { type, value };
      break;
    case "MessageSend":
      if (asMessage.Check(value)) {
        return { type, value: { ...value, content: toContent(value.content), extra: value.extra ?? null } };
      }
      break;
    default:
      throw new Violation(`no request is called ${type.slice(0, 40)}`);
  }
  throw new Violation(`the value of ${type} has another shape`);
}

/** A value as content. Throws `Violation`. */
export function toContent(value: unknown, depth = 1): Content {
  if (depth > MAX_CONTENT_DEPTH) throw new Violation(`content is deeper than ${MAX_CONTENT_DEPTH}`);
  const node = typeof value === "object" && value !== null ? value : {};
  const { type, value: inner } = node as { type?: unknown; value?: unknown };
  switch (type) {
    case "Text":
    case "Emote":
    case "MessageLink":
    case "RoomLink":
    case "UserLink":
    case "UrlLink":
      if (typeof inner === "string") return { type, value: inner };
      break;
    case "Concat":
      if (Array.isArray(inner)) return { type, value: inner.map((one) => toContent(one, depth + 1)) };
      break;
    case "Bold":
    case "Italic":
    case "Underline":
    case "Crossout":
      return { type, value: toContent(inner, depth + 1) };
  }
  throw new Violation("this is no content");
}
