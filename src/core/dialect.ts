/**
 * What the core and the network ask of a dialect, and what a dialect gets from them.
 *
 * A dialect translates: a frame becomes a command, an event becomes a frame. It holds the state of its
 * own connection and no other.
 */

import type { Event } from "./events.ts";

/** One WebSocket message: text, or bytes. */
export type Frame = string | Uint8Array;

/** One connection, as a dialect sees it. Frames leave in the order of `send` and of the answers. */
export interface Conn {
  /** Unique in this process, never reused. */
  readonly id: number;
  /** The peer's address, for limits and logs. */
  readonly address: string;
  /** The space that the address it came by names, by its slug; null = the default one. */
  readonly space: string | null;
  readonly open: boolean;
  /** Bytes that wait for the peer to read them. */
  readonly buffered: number;
  send(frame: Frame): void;
  /**
   * Take a place in the order of answers. Call the result once with the frame to answer, or with null
   * for none; an answer leaves when those before it have left. Over 64 open places the peer is not read.
   */
  reserve(): (frame: Frame | null) => void;
  /** Close for a stated reason. What was sent before leaves first, as far as the peer reads it. */
  close(code: number, reason: string): void;
  /**
   * Take nothing more in, and close when the answers owed have left, or have taken too long; `last` goes out
   * after them. When it is called again, or the connection ends for another reason meanwhile, the first end holds.
   */
  closeAnswered(code: number, reason: string, last: Frame | null): void;
  subscribe(topic: string): void;
  unsubscribe(topic: string): void;
  /** Send to every subscriber of the topic but this one. */
  publishToOthers(topic: string, frame: Frame): void;
  /** Resolves to true when little enough is buffered to go on sending, to false when the connection is closed. */
  drained(): Promise<boolean>;
  /** Whether somebody waits for its vanishing: then it is looked for more often. */
  watch(on: boolean): void;
}

/** Why the server itself ends a connection; each dialect has its own word and code for it. */
export type EndReason =
  | "too-slow"
  | "silent"
  | "going-down"
  | "revoked"
  | "banned"
  | "replaced"
  | "rate-limited";

/** A dialect's end of one connection. */
export interface Link {
  /**
   * Take in one frame. Nothing is thrown for what a peer sends. While the promise that it returns is
   * open, later frames wait.
   */
  receive(frame: Frame): Promise<void> | undefined;
  /** Say goodbye in the dialect's own form and close. */
  end(reason: EndReason): void;
  /** The connection is gone; called once. */
  closed(): void;
}

/** A request to open a WebSocket. */
export interface Upgrade {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  /** Scheme and host, as the client named them. */
  readonly origin: string;
  readonly address: string;
}

/** An upgrade that is granted. */
export interface Accepted {
  /** What `connect` needs of the request. */
  readonly variant: string;
  /** One of the offered subprotocols; absent for none. */
  readonly protocol?: string;
}

/** An answer to an upgrade that is refused. */
export interface Refusal {
  readonly status: number;
  readonly text: string;
  /** Of the text; absent for plain. */
  readonly contentType?: string;
}

/** Request to response in web-standard types; the address is the peer's, `space` is as of a `Conn`. */
export type Route = (request: Request, address: string, space: string | null) => Promise<Response>;

/** The pure half of a dialect: what the hub needs. */
export interface Encoder {
  /** Names the folder, and the lane together with a variant. */
  readonly name: string;
  /** The frame that tells the event, or null where the wire has no word for it. Pure: called once per variant. */
  encode(event: Event, variant: string): Frame | null;
}

/** A wire protocol on a WebSocket. */
export interface Dialect extends Encoder {
  /** Paths of the upgrade request on the shared port. */
  readonly paths: readonly string[];
  /** Decide on an upgrade; gives what `connect` needs of the request, or the refusal. */
  accept(upgrade: Upgrade): Accepted | Refusal;
  connect(conn: Conn, variant: string): Link;
  /** HTTP calls, keyed by "METHOD /path"; a last segment ":name" or an inner one matches any text. */
  readonly routes: Readonly<Record<string, Route>>;
  /** Calls whose bodies may be as large as an upload, keyed likewise; absent for none. */
  readonly uploads?: Readonly<Record<string, Route>>;
  /** The answer to a call of its own whose body has more than so many bytes; absent for the server's. */
  readonly tooLarge?: (bytes: number) => Response;
  /**
   * On a port of the dialect's own, where it speaks WebSocket at `/` besides its paths: the paths instead of those,
   * and what answers calls that its routes do not, OPTIONS included. Without it, as on the shared port.
   */
  readonly alone?: { readonly paths: readonly string[]; readonly otherwise: Route };
}
