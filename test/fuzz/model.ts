/**
 * What each frame must be answered with (`docs/protocols/bonfire.md`, "Limits" and "Close codes"), and whether a
 * server's packets are that.
 */

import { decodeClientEvent, decodeIdentify } from "../../src/dialects/bonfire/codec.ts";
import { MAX_FRAME_BYTES } from "../../src/dialects/bonfire/session.ts";
import type { FuzzFrame } from "./frames.ts";

/** One thing that the server must say. */
export type Expected =
  /** An answer with this request id: ok, an error with this code, or with null an ok or any error. */
  | { readonly id: number; readonly code: "ok" | "undecodable" | "not_available" | null }
  /** A request without an id: an error, or nothing. */
  | { readonly silent: true }
  | { readonly close: number };

/** Undecodable frames that are answered; the next closes the connection. */
const MAX_UNDECODABLE = 5;

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The frame as the server's dialect gets it; null when it is text and not UTF-8. */
function received({ binary, payload }: FuzzFrame): string | Uint8Array | null {
  if (binary) return payload;
  try {
    return utf8.decode(payload);
  } catch {
    return null;
  }
}

/** Says for one frame after another what must come of it; null after the one that closes. */
export function judge(identified: boolean): (frame: FuzzFrame) => Expected {
  let undecodable = 0;
  const malformed = (id: number): Expected => {
    undecodable += 1;
    return undecodable > MAX_UNDECODABLE ? { close: 4002 } : { id, code: "undecodable" };
  };
  return (frame) => {
    const text = received(frame);
    if (text === null) return { close: 1007 };
    if (frame.payload.length > MAX_FRAME_BYTES) return { close: 1009 };
    if (!identified) {
      const identify = decodeIdentify(text);
      if ("malformed" in identify) return malformed(identify.requestId);
      return { close: "notIdentify" in identify ? 4003 : 4001 };
    }
    const event = decodeClientEvent(text);
    if ("secondIdentify" in event) return { close: 4005 };
    if ("malformed" in event) return malformed(event.requestId);
    if ("unknownVariant" in event) return { id: event.requestId, code: "not_available" };
    return event.request_id === 0 ? { silent: true } : { id: event.request_id, code: null };
  };
}

/** What is looked at of a packet of the server. */
export interface Answer {
  readonly request_id?: number;
  readonly event?: { readonly type: string; readonly code?: string };
}

/** Codes that tell of a bug of the server, or of a session that was not to end. */
const NEVER = new Set(["internal", "storage", "unauthenticated"]);

/**
 * Compares what came with what must come; a sentence about the first difference, or null.
 *
 * `ended` is the close code, "cut", or null while the connection is open. Events (packets without a request
 * id that are no errors) are passed over.
 */
export function compare(
  expected: readonly Expected[],
  packets: readonly Answer[],
  ended: number | "cut" | null,
): string | null {
  const left = [...expected];
  for (const packet of packets) {
    const { request_id: id = 0, event } = packet;
    const type = event?.type ?? "";
    if (id === 0 && type !== "error") continue;
    if (event?.code !== undefined && NEVER.has(event.code))
      return `must never be said: ${JSON.stringify(packet)}`;
    let wanted = left.shift();
    if (wanted !== undefined && "silent" in wanted && id === 0) continue;
    if (wanted !== undefined && "silent" in wanted) wanted = left.shift();
    if (wanted === undefined || !("id" in wanted)) return `not expected: ${JSON.stringify(packet)}`;
    const said = type === "ok" ? "ok" : (event?.code ?? "");
    const isRight = id === wanted.id && (wanted.code === null ? said !== "" : said === wanted.code);
    if (!isRight) return `expected ${JSON.stringify(wanted)}, got ${JSON.stringify(packet)}`;
  }
  const last = left.at(-1);
  if (last !== undefined && "close" in last) {
    // The runtime closes for bytes that are not UTF-8 when they come in, before frames that wait are looked at.
    // A closing connection does not wait for commands in the store, nor then for the answers behind theirs.
    const [first = last] = left;
    const excused = ended === 1007 || "silent" in first || ("id" in first && first.code === null);
    if (ended === last.close && (left.length === 1 || excused)) return null;
  } else if (left.every((one) => "silent" in one)) {
    return ended === null ? null : `closed with ${ended} without a reason`;
  }
  return `missing: ${JSON.stringify(left.slice(0, 3))}; the connection is ${ended === null ? "open" : `closed with ${ended}`}`;
}
