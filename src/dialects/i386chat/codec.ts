/** Frames of the gateway: text to what a client says, and back (`docs/protocols/i386chat.md` sections 1 to 3). */

import { digitsOf, parseExact } from "./digits.ts";
import { ERROR, type ErrorCode, type EventName, F, MAX_FRAME_BYTES } from "./wire.ts";

export interface Present {
  readonly f: typeof F.present;
  readonly token: string;
  /** Null: a new session. */
  readonly resume: {
    readonly session: number;
    readonly s: number | null;
    readonly room: number | null;
  } | null;
}

export interface Execute {
  readonly f: typeof F.execute;
  readonly t: string;
  readonly cnf: Readonly<Record<string, unknown>>;
  /** The digits of `cnf.nonce`; null = it has none. */
  readonly nonce: string | null;
}

export type ClientFrame = Present | { readonly f: typeof F.heartbeat } | Execute;

export interface Malformed {
  readonly malformed: string;
  readonly tooLong: boolean;
}

const utf8 = new TextEncoder();

/** Bytes of UTF-8. */
export function bytesOf(text: string): number {
  return utf8.encode(text).length;
}

/** Decode a frame of a client. Never throws: what a peer sends is input, not a bug. */
export function decode(frame: string | Uint8Array): ClientFrame | Malformed {
  // A code unit takes one to three bytes: most frames need no counting. Counted before anything is parsed.
  const isLong =
    frame.length > MAX_FRAME_BYTES ||
    (typeof frame === "string" && frame.length * 3 > MAX_FRAME_BYTES && bytesOf(frame) > MAX_FRAME_BYTES);
  if (isLong) return { malformed: `a frame has at most ${MAX_FRAME_BYTES} bytes`, tooLong: true };
  if (typeof frame !== "string") return malformed("frames are text");
  const value = parse(frame);
  if (!isObject(value)) return malformed("it is not a JSON object");
  if (value.f === F.heartbeat) return { f: F.heartbeat };
  if (value.f === F.present) return decodePresent(value.cnf);
  if (value.f === F.execute) return decodeExecute(value);
  return malformed("f is not a function code of a client: 110, 120 or 130");
}

function decodePresent(cnf: unknown): Present | Malformed {
  if (!isObject(cnf)) return malformed("cnf of 110 is an object");
  const { token, session_id: session, s = null, room = null } = cnf;
  if (typeof token !== "string" || token === "") return malformed("cnf.token is a text");
  if (session === undefined || session === null) return { f: F.present, token, resume: null };
  if (!isWhole(session, 0)) return malformed("cnf.session_id is a whole number");
  if (s !== null && !isWhole(s, 0)) return malformed("cnf.s is a whole number");
  if (room !== null && !isWhole(room, 1)) return malformed("cnf.room is an id");
  return { f: F.present, token, resume: { session, s, room } };
}

function decodeExecute(value: Readonly<Record<string, unknown>>): Execute | Malformed {
  const t = value.t ?? value.e;
  if (typeof t !== "string") return malformed("t is the name of an event");
  const { cnf } = value;
  if (!isObject(cnf)) return malformed("cnf of an event is an object");
  const nonce = digitsOf(cnf.nonce);
  if (nonce === undefined) return malformed("cnf.nonce is a whole number");
  return { f: F.execute, t, cnf, nonce };
}

function malformed(reason: string): Malformed {
  return { malformed: reason, tooLong: false };
}

function parse(text: string): unknown {
  try {
    return parseExact(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isWhole(value: unknown, least: number): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= least;
}

/** 100: how often the client says that it is alive. */
export function encodeIntroduce(heartbeatMillis: number): string {
  return JSON.stringify({ f: F.introduce, cnf: { hb_int: heartbeatMillis } });
}

export const HEARTBEAT = JSON.stringify({ f: F.heartbeat });

export function encodeReady(version: number, session: number, key: string): string {
  return JSON.stringify({ f: F.ready, cnf: { v: version, session_id: session, enc_key: key } });
}

/** 130; `s` is left out where it is null. `t` and `e` say the same (section 2). */
export function encodeEvent(t: EventName, cnf: object, s: number | null): string {
  return JSON.stringify(s === null ? { f: F.execute, t, e: t, cnf } : { f: F.execute, t, e: t, s, cnf });
}

/** 150. `more` is what a client needs to find out what was refused. */
export function encodeError(code: ErrorCode, fatal: boolean, message: string, more: object = {}): string {
  return JSON.stringify({ f: F.error, cnf: { c: code, d: fatal, m: message, ...more } });
}

/** The code for a frame that cannot be read. */
export function codeOf({ tooLong }: Malformed): ErrorCode {
  return tooLong ? ERROR.tooLong : ERROR.invalid;
}
