/** Frames of the BIG wire and what they say (`docs/protocols/big.md` section 2). Decoding never throws. */

import { Type } from "typebox";
import type { Frame } from "../../core/dialect.ts";
import { schemaCheck } from "../../core/schema-check.ts";
import { type EventType, MAX_ECHO, MAX_FRAME_BYTES, PING_CHARACTERS, SAID } from "./wire.ts";

/** A request, or what a client tells without an answer. */
export interface Asked {
  readonly type: "request" | "event";
  /** Null where an event has none. */
  readonly id: string | null;
  readonly payloadType: string;
  readonly payload: unknown;
}

export type Decoded =
  | { readonly type: "ping" }
  | { readonly type: "tooBig" }
  | { readonly type: "ack"; readonly id: string }
  | Asked
  | { readonly type: "malformed"; readonly id: string | null; readonly says: string };

const text = Type.String({ maxLength: 1_000 });
const anyId = Type.Union([text, Type.Number()]);
const common = { timestamp: Type.Optional(Type.Unknown()), payload: Type.Optional(Type.Unknown()) };
const request = schemaCheck(
  Type.Object({ type: Type.Literal("request"), id: anyId, payloadType: text, ...common }),
);
const event = schemaCheck(
  Type.Object({
    type: Type.Literal("event"),
    id: Type.Optional(anyId),
    payloadType: Type.Optional(text),
    eventType: Type.Optional(text),
    ...common,
  }),
);
const utf8 = new TextEncoder();

/** What a frame of a client says. */
export function decode(frame: Frame): Decoded {
  if (typeof frame !== "string") return { type: "ping" };
  if (frame.length <= PING_CHARACTERS) return { type: "ping" };
  if (frame.length * 3 > MAX_FRAME_BYTES && utf8.encode(frame).length > MAX_FRAME_BYTES)
    return { type: "tooBig" };
  const said = objectIn(frame);
  if (said === null) return { type: "malformed", id: null, says: SAID.notJson };
  const id = idIn(said.id);
  if (said.type === "ack") return { type: "ack", id: id ?? "" };
  if (said.type !== "request" && said.type !== "event")
    return { type: "malformed", id, says: SAID.unknownType };
  if (said.type === "request" && id === null) return { type: "malformed", id, says: SAID.noId };
  if (request.fits(said))
    return { type: "request", id, payloadType: said.payloadType, payload: said.payload };
  // One of the documents' examples says eventType (section 5).
  if (event.fits(said)) {
    const { payloadType = said.eventType ?? "", payload } = said;
    return { type: "event", id, payloadType, payload };
  }
  return { type: "malformed", id, says: "payloadType is missing" };
}

/** Deepest nesting of a frame: what the wire says has five levels. */
const MAX_DEPTH = 16;

function objectIn(frame: string): Readonly<Record<string, unknown>> | null {
  if (isDeep(frame)) return null;
  try {
    const value: unknown = JSON.parse(frame);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Counts brackets, those in strings too: a text with more of them open than that is no loss. */
function isDeep(frame: string): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < frame.length; i++) {
    const code = frame.charCodeAt(i);
    if (inString) {
      if (code === 0x5c) i += 1;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x7b || code === 0x5b) {
      depth += 1;
      if (depth > MAX_DEPTH) return true;
    } else if (code === 0x7d || code === 0x5d) depth -= 1;
  }
  return false;
}

/** Ids are compared as strings, and come as numbers too. */
function idIn(value: unknown): string | null {
  if (typeof value === "string") return value;
  return typeof value === "number" ? String(value) : null;
}

export const PONG = `{"event":"pong"}`;

/** Section 2.3; without a payload there is nothing to say. */
export function encodeResponse(id: string, timestamp: number, payload?: unknown): string {
  return JSON.stringify({ type: "response", timestamp, id, payload });
}

/** Section 2.4. */
export function encodeEvent(id: number, timestamp: number, eventType: EventType, payload: unknown): string {
  return JSON.stringify({ type: "event", timestamp, id, eventType, payload });
}

/** Section 2.8. */
export function encodeError(
  id: string | null,
  frame: Frame,
  exception: string,
  type: "error" | "warning" = "error",
): string {
  const incomingMessage = typeof frame === "string" ? frame.slice(0, MAX_ECHO).toWellFormed() : "";
  return JSON.stringify({ error: { ...(id === null ? {} : { id }), type, incomingMessage, exception } });
}
