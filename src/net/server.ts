/** The ports: WebSockets for the dialects, HTTP calls, and an orderly end. */

import type { Server } from "bun";
import type { Dialect, Frame, Route } from "../core/dialect.ts";
import type { Log } from "../core/log.ts";
import { type AddressSet, type ForwardedHeader, peerAddress } from "./addresses.ts";
import { errorResponse, secured, textResponse } from "./answering.ts";
import { type CallOptions, callAnswerer } from "./calls.ts";
import { preflight, shared } from "./cross-origin.ts";
import type { Limits } from "./limits.ts";
import { type Certificate, Port } from "./port.ts";
import { watchPressure } from "./pressure.ts";
import { createSeats, type Reserved, type Seat } from "./seats.ts";
import { spacePath } from "./space-paths.ts";
import type { Surroundings } from "./surroundings.ts";
import type { Traffic } from "./traffic.ts";
import type { Wheel } from "./wheel.ts";

/** What answers on one port. */
export interface Door {
  readonly hostname: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Two dialects with one path, or one route, do not start. */
  readonly dialects: readonly Dialect[];
  /** HTTP calls besides those of the dialects, keyed as theirs are. */
  readonly routes: Readonly<Record<string, Route>>;
  /** Calls whose bodies may be as large as an upload, keyed likewise. */
  readonly uploads: Readonly<Record<string, Route>>;
  /** Answers calls that nothing else does. */
  readonly otherwise: Route | null;
}

export interface ListenOptions extends Door {
  /** Further ports, for some of the dialects. */
  readonly doors: readonly Door[];
  /** Read anew at each use, so that what changes in it holds from then on; but for those of the runtime. */
  readonly limits: Limits;
  /** For all ports; null for none. */
  readonly certificate: Certificate | null;
  /** Proxies that are believed in what they say of their callers. */
  readonly isTrusted: AddressSet;
  readonly forwardedHeader: ForwardedHeader;
  /** Origins whose pages may make calls of the API. */
  readonly allowedOrigins: readonly string[];
  /** Null when the server can do its work, else what it waits for, in words for an operator. */
  readonly ready: () => Promise<string | null>;
  readonly wheel: Wheel;
  readonly log: Log;
}

export interface Listener {
  readonly port: number;
  /** The ports of the further doors, in their order. */
  readonly doors: readonly number[];
  /** WebSocket connections, those included that still have something to read before they close. */
  readonly connections: number;
  /** By the dialects' names. */
  readonly traffic: ReadonlyMap<string, Traffic>;
  /** Send to every subscriber of a topic. Frames of one turn of the event loop leave together. */
  publish(topic: string, frame: Frame): void;
  /** New connections get this certificate. Throws, and changes nothing, when it does not fit its key. */
  renew(certificate: Certificate): void;
  /** Stop accepting, end every connection as going down, and resolve when all are closed or cut off. */
  stop(): Promise<void>;
}

/** What a request came to. */
interface Standing {
  readonly server: Server<Seat>;
  readonly surroundings: Surroundings;
  readonly gateways: ReadonlyMap<string, Dialect>;
  readonly answerCall: ReturnType<typeof callAnswerer>;
}

/** Listen on all ports. Throws when one is taken or the tables of paths contradict each other. */
export function listen(options: ListenOptions): Listener {
  const { limits, log, wheel } = options;
  let stopping = false;
  const ready = async () => (stopping ? "The server is going down" : await options.ready());
  const seats = createSeats(limits, report);
  const { connections, traffic } = seats;

  const runtime = {
    development: false, // Its error page would show our source.
    reusePort: false, // What `development: false` alone turns on: a second server would take half the connections.
    idleTimeout: limits.httpIdleSeconds,
    // Larger than what any call takes, so that the refusal is its own: the runtime's is empty.
    maxRequestBodySize: 2 * Math.max(limits.bodyBytes, limits.uploadBytes),
    error: (bug: unknown) => secured(fail(bug, {})),
    websocket: seats.handler,
  };
  for (const { dialects } of [options, ...options.doors]) for (const dialect of dialects) seats.open(dialect);
  const ports: Port<Seat>[] = [];
  try {
    ports.push(open(options, ready));
    for (const door of options.doors) ports.push(open(door, null));
  } catch (error) {
    for (const port of ports) void port.end();
    throw error;
  }
  const stopWatching = watchPressure(connections, limits, wheel);

  function open(door: Door, ready: CallOptions["ready"]): Port<Seat> {
    const gateways = gatewayTable(door.dialects);
    const { dialects, routes, uploads, otherwise } = door;
    const answerCall = callAnswerer({
      dialects,
      routes,
      uploads,
      otherwise,
      limits,
      ready,
      gateways,
      fail,
    });
    return new Port(door.port, options.certificate, (port, certificate) => {
      const server: Server<Seat> = Bun.serve<Seat>({
        ...runtime,
        hostname: door.hostname,
        port,
        ...(certificate === null ? {} : { tls: certificate }),
        fetch: (request) => answer(request, { server, surroundings, gateways, answerCall }),
      });
      const surroundings: Surroundings = {
        limits,
        wheel,
        log,
        publish: (topic, frame) => void server.publish(topic, frame, false),
        publishElsewhere(topic, frame) {
          for (const other of ports) other.publish(topic, frame, server);
        },
      };
      return server;
    });
  }

  function publish(topic: string, frame: Frame): void {
    for (const port of ports) port.publish(topic, frame);
  }

  async function answer(request: Request, at: Standing): Promise<Response | undefined> {
    // Before anything is awaited: an upgrade must happen in the turn of its request.
    const url = URL.parse(request.url);
    if (url === null) return secured(textResponse(400, "The Host header is not one"));
    const address = peerAddress(
      at.server.requestIP(request)?.address ?? "",
      request.headers,
      options.forwardedHeader,
      options.isTrusted,
    );
    const { path, space } = spacePath(url.pathname);
    const gateway = at.gateways.get(path);
    if (gateway !== undefined && asksForWebSocket(request)) {
      const refusal = upgrade(request, at, url, { address, space }, gateway);
      return refusal && secured(refusal);
    }
    const { allowedOrigins } = options;
    const answered =
      preflight(request, path, allowedOrigins) ?? (await at.answerCall(request, { path, space }, address));
    return secured(shared(answered, request, path, allowedOrigins));
  }

  function upgrade(
    request: Request,
    { server, surroundings }: Standing,
    url: URL,
    { address, space }: Pick<Reserved, "address" | "space">,
    dialect: Dialect,
  ): Response | undefined {
    if (stopping) return textResponse(503, "The server is going down");
    const full = seats.full(address);
    if (full !== null) return full;
    let accepted: ReturnType<Dialect["accept"]>;
    try {
      accepted = dialect.accept({
        path: url.pathname,
        query: url.searchParams,
        headers: request.headers,
        origin: url.origin,
        address,
      });
    } catch (bug) {
      return fail(bug, { path: url.pathname });
    }
    if ("status" in accepted) {
      const response = textResponse(accepted.status, accepted.text);
      if (accepted.contentType !== undefined) response.headers.set("Content-Type", accepted.contentType);
      return response;
    }
    const seat: Reserved = { dialect, variant: accepted.variant, address, space, surroundings };
    const headers =
      accepted.protocol === undefined ? {} : { headers: { "Sec-WebSocket-Protocol": accepted.protocol } };
    if (server.upgrade(request, { data: seat, ...headers })) return undefined;
    return textResponse(400, "Not a WebSocket request");
  }

  /** The answer and the line in the log have an id in common, which whoever complains can name. */
  function fail(bug: unknown, fields: Readonly<Record<string, string>>): Response {
    const id = crypto.randomUUID();
    report(bug, { ...fields, request: id });
    const response = errorResponse(500, "internal", "Something went wrong on the server");
    response.headers.set("X-Request-Id", id);
    return response;
  }

  function report(bug: unknown, fields: Readonly<Record<string, string>>): void {
    const stack = bug instanceof Error ? (bug.stack ?? bug.message) : String(bug);
    log.error("A request failed", { ...fields, stack });
  }

  async function stop(): Promise<void> {
    if (stopping) return;
    stopping = true;
    const callsAnswered = Promise.all(ports.map((port) => port.finish()));
    const peersClosed = seats.empty();
    for (const connection of [...connections]) connection.finish();
    const { promise: timeIsUp, resolve: callTime } = Promise.withResolvers<void>();
    const deadline = wheel.add(limits.stopMillis, callTime);
    await Promise.race([Promise.all([callsAnswered, peersClosed]), timeIsUp]);
    wheel.cancel(deadline);
    for (const connection of [...connections]) connection.stopWaiting();
    await Promise.all(ports.map((port) => port.end()));
    stopWatching();
  }

  return {
    port: ports[0]?.number ?? options.port,
    doors: ports.slice(1).map(({ number }) => number),
    get connections() {
      return connections.size;
    },
    traffic,
    publish,
    renew(certificate) {
      for (const port of ports) port.renew(certificate);
    },
    stop,
  };
}

function gatewayTable(dialects: readonly Dialect[]): Map<string, Dialect> {
  const table = new Map<string, Dialect>();
  for (const dialect of dialects) {
    for (const path of dialect.paths) {
      if (table.has(path)) throw new Error(`Two dialects at ${path}`);
      table.set(path, dialect);
    }
  }
  return table;
}

function asksForWebSocket(request: Request): boolean {
  return request.method === "GET" && request.headers.get("Upgrade")?.toLowerCase() === "websocket";
}
