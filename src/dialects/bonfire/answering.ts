/** The frames that answer requests of the gateway, and what only the wire refuses. */

import type { Frame } from "../../core/dialect.ts";
import type { FaultData } from "../../core/faults.ts";
import { encodeServer } from "./codec.ts";
import type { Ok } from "./gen/gateway.ts";
import { make } from "./make.ts";
import { toLine } from "./outbound.ts";
import type { Variant } from "./version.ts";

type ServerEvent = Parameters<typeof encodeServer>[0]["event"];

/** Refusals that only the wire knows. */
export interface WireFault {
  readonly code: "undecodable" | "not_available" | "invalid";
  readonly message: string;
  readonly retryAfter: number;
}

export function wireFault(code: WireFault["code"], message: string): WireFault {
  return { code, message, retryAfter: 0 };
}

export function notAvailable(variant: string): WireFault {
  return wireFault("not_available", `This server has no ${variant} yet`);
}

/** Answers carry the request's number; a request without one wants no `ok`, but hears what went wrong. */
export function okFrame(requestId: number, values: Partial<Ok>, variant: Variant): Frame | null {
  if (requestId === 0 || variant.version === "0.0.0") return null;
  return answerFrame(requestId, { $case: "ok", value: make("Ok", values) }, variant);
}

export function errorFrame(
  requestId: number,
  { code, message, retryAfter }: FaultData | WireFault,
  variant: Variant,
): Frame {
  if (variant.version === "0.0.0") return encodeServer(toLine(`error: ${message}`), variant.encoding);
  const value = { code, message, retry_after_ms: Math.ceil(retryAfter) };
  return answerFrame(requestId, { $case: "error", value }, variant);
}

/** What answers a request, or, with 0, what is told outside the streams. */
export function answerFrame(requestId: number, event: ServerEvent, { encoding }: Variant): Frame {
  return encodeServer({ request_id: requestId, stream: 0, seq: 0, event }, encoding);
}
