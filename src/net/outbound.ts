/**
 * Requests to addresses that somebody else chose: webhooks, push services, linked pages.
 *
 * A name is resolved once; every address it has must be public, and the connection goes to one of those that were
 * checked, so that a name cannot answer differently the second time. Redirects are followed by us, each checked anew.
 * What comes back is bounded in size and time.
 */

import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { isPublicAddress } from "./public-address.ts";

/** Longest address that is called, in characters. */
export const MAX_URL = 2_048;

/** Why nothing came of a request. */
export type OutboundFailure =
  /** No http or https address, one with a password in it, or too long. */
  | "bad_address"
  /** It leads into a network that is not public. */
  | "refused_address"
  | "unresolved"
  | "unreachable"
  | "too_slow"
  | "too_large"
  | "too_many_redirects";

export class OutboundError extends Error {
  readonly failure: OutboundFailure;

  constructor(failure: OutboundFailure, message: string) {
    super(message);
    this.failure = failure;
  }
}

export interface OutboundRequest {
  readonly url: string;
  readonly method: "GET" | "POST";
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | null;
  /** For all of it, redirects and the answer's body included, in milliseconds. */
  readonly timeout: number;
  /** Most bytes of the answer's body; 0 = it is not read. */
  readonly maxBytes: number;
  /** A longer answer is cut there; else it is refused. */
  readonly cut?: boolean;
  /** Most redirects that are followed. */
  readonly redirects: number;
}

export interface OutboundResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
  /** Where the answer came from, after redirects. */
  readonly url: string;
}

/** Carry out a request. Rejects with an `OutboundError`. */
export type Outbound = (request: OutboundRequest) => Promise<OutboundResponse>;

/** The addresses of a name. */
export type Resolve = (name: string) => Promise<readonly string[]>;

export interface OutboundOptions {
  /** "host" or "host:port" that may be private: services of the operator's own. */
  readonly allowed: readonly string[];
  readonly resolve?: Resolve;
}

export function createOutbound({ allowed, resolve = systemResolve }: OutboundOptions): Outbound {
  const open = new Set(allowed.map((host) => host.toLowerCase()));

  /** The address to connect to. */
  async function pin(url: URL): Promise<string> {
    const host = url.hostname.replace(/^\[|\]$/g, "");
    const addresses = isIP(host) === 0 ? await resolved(resolve, host) : [host];
    const [first] = addresses;
    if (first === undefined) throw new OutboundError("unresolved", `${host} has no address`);
    const isOpen = open.has(url.hostname) || open.has(`${url.hostname}:${portOf(url)}`);
    if (!isOpen && !addresses.every(isPublicAddress))
      throw new OutboundError("refused_address", `${host} is not on the public internet`);
    return first;
  }

  async function hop(url: URL, request: OutboundRequest, signal: AbortSignal): Promise<Response> {
    const address = await before(signal, pin(url));
    const target = new URL(url);
    target.hostname = isIP(address) === 6 ? `[${address}]` : address;
    const options = {
      method: request.method,
      headers: { "User-Agent": "Koine", "Accept-Encoding": "identity", ...request.headers, Host: url.host },
      body: request.body,
      redirect: "manual" as const,
      keepalive: false,
      // A small answer must not unfold to a large one.
      decompress: false,
      tls: { serverName: url.hostname },
      signal,
    };
    try {
      return await fetch(target, options);
    } catch (error) {
      if (signal.aborted) throw tooSlow();
      const code = error instanceof Error && "code" in error ? String(error.code) : "the connection failed";
      throw new OutboundError("unreachable", `${url.host} cannot be reached: ${code}`);
    }
  }

  return async (request) => {
    const signal = AbortSignal.timeout(request.timeout);
    let url = addressOf(request.url);
    for (let left = request.redirects; ; left--) {
      const response = await hop(url, request, signal);
      const location = response.headers.get("Location");
      if (response.status < 300 || response.status > 399 || location === null || request.redirects === 0) {
        const body = await bodyOf(response, request, signal);
        return { status: response.status, headers: response.headers, body, url: url.href };
      }
      await response.body?.cancel().catch(() => undefined);
      if (left === 0) throw new OutboundError("too_many_redirects", "It redirects again and again");
      url = addressOf(location, url);
    }
  };
}

/** The address, when it is one that may be called at all. Throws an `OutboundError`. */
export function addressOf(text: string, base?: URL): URL {
  const url = text.length <= MAX_URL && URL.canParse(text, base?.href) ? new URL(text, base) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "")
    throw new OutboundError("bad_address", "This is no http or https address that can be called");
  url.hash = "";
  return url;
}

async function resolved(resolve: Resolve, host: string): Promise<readonly string[]> {
  try {
    return await resolve(host);
  } catch {
    throw new OutboundError("unresolved", `The name ${host} is not known`);
  }
}

async function systemResolve(name: string): Promise<readonly string[]> {
  return (await lookup(name, { all: true })).map(({ address }) => address);
}

function portOf({ port, protocol }: URL): string {
  if (port !== "") return port;
  return protocol === "https:" ? "443" : "80";
}

async function bodyOf(
  response: Response,
  { maxBytes: most, cut = false }: OutboundRequest,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const reader = response.body?.getReader();
  if (reader === undefined) return new Uint8Array(0);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for (;;) {
      if (most === 0) return new Uint8Array(0);
      const { done, value } = await before(signal, reader.read());
      if (done) return Buffer.concat(chunks);
      bytes += value.length;
      if (bytes > most && cut) return Buffer.concat([...chunks, value]).subarray(0, most);
      if (bytes > most) throw new OutboundError("too_large", `The answer has more than ${most} bytes`);
      chunks.push(value);
    }
  } catch (error) {
    if (error instanceof OutboundError) throw error;
    throw signal.aborted ? tooSlow() : new OutboundError("unreachable", "The answer ended early");
  } finally {
    // What follows is not wanted; the connection ends with it.
    void reader.cancel().catch(() => undefined);
  }
}

/** The work's result, unless the time is over before. */
async function before<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  if (signal.aborted) throw tooSlow();
  let onAbort: () => void = () => undefined;
  const over = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(tooSlow());
    signal.addEventListener("abort", onAbort);
  });
  try {
    return await Promise.race([work, over]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}

function tooSlow(): OutboundError {
  return new OutboundError("too_slow", "The answer did not come in time");
}
