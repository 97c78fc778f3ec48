/**
 * Frames <-> messages of the gateway. Pure: no session, no core types.
 *
 * A text frame is JSON and a binary frame is Protobuf, message for message, whatever the other direction uses
 * (`docs/protocols/bonfire.md` section 1). Decoders never throw: what a peer sends is input, not a bug.
 */

import { BinaryReader, BinaryWriter } from "@bufbuild/protobuf/wire";
import { GatewayClientEvent, GatewayHandshake, GatewayIdentify, GatewayServerEvent } from "./gen/gateway.ts";
import {
  writeGatewayClientEvent,
  writeGatewayHandshake,
  writeGatewayIdentify,
  writeGatewayServerEvent,
} from "./gen/writers.ts";
import { Bad, fromJson, parseObject } from "./json.ts";
import type { Fields } from "./make.ts";
import { type Survey, survey } from "./protobuf.ts";

export type Encoding = "json" | "protobuf";

/** A text frame or a binary one. */
export type Frame = string | Uint8Array;

/** What could not be decoded. */
export interface Malformed {
  /** A short reason without anything of the sender's in it, so that it can be shown to anybody. */
  readonly malformed: string;
  /** The client's request id if it could be read, else 0. */
  readonly requestId: number;
}

/** A well-formed event of a variant that this version does not know. */
export interface UnknownVariant {
  /** Its name, at most 64 characters; in Protobuf its field number. */
  readonly unknownVariant: string;
  readonly requestId: number;
}

/**
 * Decode a client's first frame (section 1, "identify").
 *
 * `notIdentify`: decodable, but a client event. In JSON an object with an `event` is an event, and an
 * identify needs a string `token`. On the Protobuf wire an identify with only a token is the same as an event
 * that says text, so this is a heuristic: bytes with a token and no field unknown to GatewayIdentify are an
 * identify; else a GatewayClientEvent that sets a known variant other than `message` is an event; all else is
 * malformed.
 */
export function decodeIdentify(frame: Frame): GatewayIdentify | Malformed | { notIdentify: true } {
  if (typeof frame !== "string") return decodeBinaryIdentify(frame);
  const json = parseObject(frame);
  if (json instanceof Bad) return malformed(json);
  if (isGiven(json, "event")) {
    const event = fromJson("GatewayClientEvent", json);
    return event instanceof Bad ? malformed(event, json) : { notIdentify: true };
  }
  if (!isGiven(json, "token")) return { malformed: "token must be a string", requestId: requestIdOf(json) };
  const identify = fromJson("GatewayIdentify", json);
  return identify instanceof Bad ? malformed(identify, json) : identify;
}

function decodeBinaryIdentify(frame: Uint8Array): GatewayIdentify | Malformed | { notIdentify: true } {
  const found = survey("GatewayIdentify", frame);
  if (found.fault === null && found.unknown.length === 0) {
    const identify = decodeBinary(GatewayIdentify, found, frame);
    if ("malformed" in identify || identify.token !== "") return identify;
    return { malformed: "token must not be empty", requestId: 0 };
  }
  const asEvent = survey("GatewayClientEvent", frame);
  const event = eventFromBytes(GatewayClientEvent, asEvent, frame);
  if ("malformed" in event) return event;
  if ("event" in event && event.event?.$case !== "message") return { notIdentify: true };
  return { malformed: "must be a GatewayIdentify", requestId: asEvent.requestId };
}

/**
 * Decode a client's frame after it has identified.
 *
 * `secondIdentify`: it identified again (close code 4005). In JSON that is a `token` without an `event`; in
 * Protobuf a GatewayIdentify with more than a token, which no event looks like. An event without a variant is
 * malformed.
 */
export function decodeClientEvent(
  frame: Frame,
): GatewayClientEvent | Malformed | UnknownVariant | { secondIdentify: true } {
  if (typeof frame === "string") {
    const json = parseObject(frame);
    if (json instanceof Bad) return malformed(json);
    if (isGiven(json, "token") && !isGiven(json, "event")) return { secondIdentify: true };
    return eventFromJson("GatewayClientEvent", json);
  }
  const found = survey("GatewayClientEvent", frame);
  if ((found.fault !== null || found.unknown.length > 0) && looksLikeIdentify(frame))
    return { secondIdentify: true };
  return eventFromBytes(GatewayClientEvent, found, frame);
}

function looksLikeIdentify(frame: Uint8Array): boolean {
  const { fault, known, unknown } = survey("GatewayIdentify", frame);
  return fault === null && unknown.length === 0 && known.has(1) && known.size > 1;
}

/** Decode what the server says after identification (for clients). */
export function decodeServerEvent(frame: Frame): GatewayServerEvent | Malformed | UnknownVariant {
  if (typeof frame !== "string") {
    return eventFromBytes(GatewayServerEvent, survey("GatewayServerEvent", frame), frame);
  }
  const json = parseObject(frame);
  return json instanceof Bad ? malformed(json) : eventFromJson("GatewayServerEvent", json);
}

/** Decode the server's first frame (for clients). */
export function decodeHandshake(frame: Frame): GatewayHandshake | Malformed {
  if (typeof frame !== "string") {
    return decodeBinary(GatewayHandshake, survey("GatewayHandshake", frame), frame);
  }
  const json = parseObject(frame);
  if (json instanceof Bad) return malformed(json);
  const handshake = fromJson("GatewayHandshake", json);
  return handshake instanceof Bad ? malformed(handshake) : handshake;
}

/** Encode what the server says after identification. Throws on a number that the schema forbids: our bug. */
export function encodeServer(event: GatewayServerEvent, encoding: Encoding): Frame {
  return encoding === "json"
    ? braced(writeGatewayServerEvent(event))
    : encodeBinary(GatewayServerEvent, event);
}

/** Encode the server's first frame. */
export function encodeHandshake(handshake: GatewayHandshake, encoding: Encoding): Frame {
  return encoding === "json"
    ? `{${writeGatewayHandshake(handshake)}}`
    : encodeBinary(GatewayHandshake, handshake);
}

/** Encode what a client says after identifying (for clients). Throws as encodeServer does. */
export function encodeClient(event: GatewayClientEvent, encoding: Encoding): Frame {
  return encoding === "json"
    ? braced(writeGatewayClientEvent(event))
    : encodeBinary(GatewayClientEvent, event);
}

/** Encode a client's first frame (for clients). */
export function encodeIdentify(identify: GatewayIdentify, encoding: Encoding): Frame {
  return encoding === "json"
    ? `{${writeGatewayIdentify(identify)}}`
    : encodeBinary(GatewayIdentify, identify);
}

/** What this file needs of a generated codec. */
interface Codec<T> {
  encode(message: T, writer?: BinaryWriter): BinaryWriter;
  decode(input: BinaryReader): T;
}

/** One writer for all: it keeps its buffer, which grows to the longest frame. Nothing interrupts encoding. */
let writer = new BinaryWriter();

function encodeBinary<T>(codec: Codec<T>, message: T): Uint8Array {
  try {
    return codec.encode(message, writer).finish();
  } catch (bug) {
    writer = new BinaryWriter(); // The old one holds half a message.
    throw bug;
  }
}

/** The writers of the event messages put a comma before each field, for the first may be missing. */
function braced(fields: string): string {
  return `{${fields.slice(1)}}`;
}

/** Refuses what is not UTF-8, and keeps a byte order mark as the character that it is. */
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function decodeBinary<T>(codec: Codec<T>, { fault, requestId }: Survey, frame: Uint8Array): T | Malformed {
  if (fault !== null) return { malformed: fault, requestId };
  try {
    return codec.decode(new BinaryReader(frame, (bytes) => utf8.decode(bytes)));
  } catch {
    // The survey has seen to everything else that the decoder refuses.
    return { malformed: "must have UTF-8 strings and integers below 2^53", requestId };
  }
}

/** Variants other than the public schema's are numbered from here up, in both directions. */
const FIRST_VARIANT = 11;

function eventFromBytes<T extends { readonly event: unknown }>(
  codec: Codec<T>,
  found: Survey,
  frame: Uint8Array,
): T | Malformed | UnknownVariant {
  const { requestId } = found;
  const event = decodeBinary(codec, found, frame);
  if ("malformed" in event || event.event !== undefined) return event;
  const number = found.unknown.find((one) => one >= FIRST_VARIANT);
  if (number !== undefined) return { unknownVariant: String(number), requestId };
  return { malformed: "event must be present", requestId };
}

function eventFromJson<K extends "GatewayClientEvent" | "GatewayServerEvent">(name: K, json: Fields) {
  const event = fromJson(name, json);
  if (!(event instanceof Bad)) return event;
  if (event.unknownVariant === null) return malformed(event, json);
  return { unknownVariant: event.unknownVariant, requestId: requestIdOf(json) };
}

function malformed({ reason }: Bad, json: Fields = {}): Malformed {
  return { malformed: reason, requestId: requestIdOf(json) };
}

/** The request id of an event that did not decode, so that its sender learns which it was. */
function requestIdOf({ request_id: id }: Fields): number {
  return typeof id === "number" && Number.isInteger(id) && id >= 0 && id <= 0xffff_ffff ? id : 0;
}

/** Whether a key is there with a value: null is absent. */
function isGiven(json: Fields, key: string): boolean {
  return (json[key] ?? null) !== null;
}
