/** What crosses the gateway, as the SDK sees it. */

import type { Requests, ServerEvents } from "./gen/protocol.ts";

/** One event of the server with its tag, e.g. `{type: "message_create", message: {…}}`. */
export type ServerEvent<T extends keyof ServerEvents = keyof ServerEvents> = {
  readonly [K in T]: { readonly type: K } & ServerEvents[K];
}[T];

/** One frame of the server. `stream` and `seq` are there on what is logged. */
export interface Packet {
  readonly request_id?: number;
  readonly stream?: number;
  readonly seq?: number;
  /** Absent where the server holds a position that has nothing to tell. */
  readonly event?: ServerEvent;
}

/** What a client asks, with its tag; fields left out have their default. */
export type Request<T extends keyof Requests = keyof Requests> = {
  readonly [K in T]: { readonly type: K } & Partial<Requests[K]>;
}[T];

/** A refusal by the server. */
export class Refused extends Error {
  /** Stable word, e.g. "forbidden". */
  readonly code: string;
  /** When asking again can help, in milliseconds; 0 = it does not. */
  readonly retryAfter: number;

  constructor(code: string, message: string, retryAfter = 0) {
    super(message);
    this.code = code;
    this.retryAfter = retryAfter;
  }
}
