/** The shared port: WebSockets for the dialects, HTTP calls, and an orderly end. */

import type { Server, ServerWebSocket } from "bun";
import type { Dialect, Frame, Route } from "../core/dialect.ts";
import type { Log } from "../core/log.ts";
import { addressGroup, peerAddress } from "./addresses.ts";
import { errorResponse, secured, textResponse } from "./answering.ts";
import { callAnswerer } from "./calls.ts";
import { Connection, type Surroundings } from "./connection.ts";
import { Keepalive } from "./keepalive.ts";
import type { Limits } from "./limits.ts";
import { watchPressure } from "./pressure.ts";
import { spacePath } from "./space-paths.ts";
import type { Wheel } from "./wheel.ts";

export interface ListenOptions {
  readonly hostname: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Two dialects with one path, or one route, do not start. */
  readonly dialects: readonly Dialect[];
  /** HTTP calls besides those of the dialects, keyed as theirs are. */
  readonly routes: Readonly<Record<string, Route>>;
  /** Calls whose bodies may be as large as an upload, keyed likewise. */
  readonly uploads: Readonly<Record<string, Route>>;
  readonly limits: Limits;
  /** Addresses whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly string[];
  /** Null when the server can do its work, else what it waits for, in words for an operator. */
  readonly ready: () => Promise<string | null>;
  readonly wheel: Wheel;
  readonly log: Log;
}

export interface Listener {
  readonly port: number;
  /** WebSocket connections, those included that still have something to read before they close. */
  readonly connections: number;
  /** Send to every subscriber of a topic. Frames of one turn of the event loop leave together. */
  publish(topic: string, frame: Frame): void;
  /** Stop accepting, end every connection as going down, and resolve when all are closed or cut off. */
  stop(): Promise<void>;
}

/** What a socket carries from its upgrade on. */
interface Seat {
  readonly dialect: Dialect;
  readonly variant: string;
  readonly address: string;
  readonly space: string | null;
  peer: { readonly connection: Connection; readonly keepalive: Keepalive } | null;
}

/** Listen on one port. Throws when the port is taken or the tables of paths contradict each other. */
export function listen(options: ListenOptions): Listener {
  const { limits, log, wheel } = options;
  let stopping = false;
  const gateways = gatewayTable(options.dialects);
  const ready = async () => (stopping ? "The server is going down" : await options.ready());
  const answerCall = callAnswerer({ ...options, ready, gateways, report });
  const trustedProxies = new Set(options.trustedProxies);
  const connections = new Set<Connection>();
  const perAddress = new Map<string, number>();
  let ids = 0;
  let allClosed: (() => void) | null = null;

  const server: Server<Seat> = Bun.serve<Seat>({
    hostname: options.hostname,
    port: options.port,
    development: false, // Its error page would show our source.
    idleTimeout: limits.httpIdleSeconds,
    maxRequestBodySize: Math.max(limits.bodyBytes, limits.uploadBytes),
    fetch: answer,
    error: (bug) => {
      report(bug, {});
      return secured(errorResponse(500, "internal", "Something went wrong on the server"));
    },
    websocket: {
      maxPayloadLength: limits.frameBytes,
      perMessageDeflate: false, // A small frame could unfold to a very large one.
      backpressureLimit: limits.hardBufferBytes,
      closeOnBackpressureLimit: true, // Without it a frame would be dropped in silence.
      idleTimeout: 0,
      sendPings: false,
      open: seatPeer,
      message({ data: { peer } }, frame) {
        peer?.keepalive.seen();
        peer?.connection.receive(frame);
      },
      ping: ({ data }) => data.peer?.keepalive.seen(),
      pong: ({ data }) => data.peer?.keepalive.seen(),
      drain({ data: { peer } }) {
        peer?.keepalive.seen();
        peer?.connection.drain();
      },
      close: (socket) => unseatPeer(socket.data),
      error(bug, { data }) {
        report(bug, { address: data.address });
        data.peer?.connection.close(1011, "internal error");
      },
    },
  });
  const surroundings: Surroundings = { limits, wheel, log, publish };
  const stopWatching = watchPressure(connections, limits, wheel);

  function publish(topic: string, frame: Frame): void {
    server.publish(topic, frame, false);
  }

  async function answer(request: Request): Promise<Response | undefined> {
    // Before anything is awaited: an upgrade must happen in the turn of its request.
    const url = URL.parse(request.url);
    if (url === null) return secured(textResponse(400, "The Host header is not one"));
    const socketAddress = server.requestIP(request)?.address ?? "";
    const address = peerAddress(socketAddress, request.headers.get("X-Forwarded-For"), trustedProxies);
    const { path, space } = spacePath(url.pathname);
    const gateway = gateways.get(path);
    if (gateway !== undefined && asksForWebSocket(request)) {
      const refusal = upgrade(request, url, { address, space }, gateway);
      return refusal && secured(refusal);
    }
    return secured(await answerCall(request, { path, space }, address));
  }

  function upgrade(
    request: Request,
    url: URL,
    { address, space }: Pick<Seat, "address" | "space">,
    dialect: Dialect,
  ): Response | undefined {
    if (stopping) return textResponse(503, "The server is going down");
    if (connections.size >= limits.connections) return textResponse(503, "The server is full");
    if ((perAddress.get(addressGroup(address)) ?? 0) >= limits.connectionsPerAddress) {
      return textResponse(429, "Too many connections from this address");
    }
    let accepted: ReturnType<Dialect["accept"]>;
    try {
      accepted = dialect.accept({ path: url.pathname, query: url.searchParams, address });
    } catch (bug) {
      report(bug, { path: url.pathname });
      return textResponse(500, "Something went wrong on the server");
    }
    if ("status" in accepted) return textResponse(accepted.status, accepted.text);
    const seat: Seat = { dialect, variant: accepted.variant, address, space, peer: null };
    if (server.upgrade(request, { data: seat })) return undefined;
    return textResponse(400, "Not a WebSocket request");
  }

  function seatPeer(socket: ServerWebSocket<Seat>): void {
    const { dialect, variant, address, space } = socket.data;
    socket.binaryType = "uint8array";
    const connection = new Connection(++ids, { address, space }, socket, surroundings);
    socket.data.peer = { connection, keepalive: new Keepalive(connection, limits, wheel) };
    connections.add(connection);
    const group = addressGroup(address);
    perAddress.set(group, (perAddress.get(group) ?? 0) + 1);
    connection.begin((conn) => dialect.connect(conn, variant));
  }

  function unseatPeer({ address, peer }: Seat): void {
    if (peer === null) return;
    peer.keepalive.stop();
    connections.delete(peer.connection);
    const group = addressGroup(address);
    const left = (perAddress.get(group) ?? 1) - 1;
    if (left > 0) perAddress.set(group, left);
    else perAddress.delete(group);
    peer.connection.gone();
    if (connections.size === 0) allClosed?.();
  }

  function report(bug: unknown, fields: Readonly<Record<string, string>>): void {
    const stack = bug instanceof Error ? (bug.stack ?? bug.message) : String(bug);
    log.error("A request failed", { ...fields, stack });
  }

  async function stop(): Promise<void> {
    if (stopping) return;
    stopping = true;
    const callsAnswered = server.stop();
    const peersClosed = new Promise<void>((resolve) => {
      allClosed = resolve;
      if (connections.size === 0) resolve();
    });
    for (const connection of [...connections]) connection.finish();
    const { promise: timeIsUp, resolve: callTime } = Promise.withResolvers<void>();
    const deadline = wheel.add(limits.stopMillis, callTime);
    await Promise.race([Promise.all([callsAnswered, peersClosed]), timeIsUp]);
    wheel.cancel(deadline);
    for (const connection of [...connections]) connection.stopWaiting();
    await server.stop(true);
    stopWatching();
  }

  return {
    port: server.port ?? options.port,
    get connections() {
      return connections.size;
    },
    publish,
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
