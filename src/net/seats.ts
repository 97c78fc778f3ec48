/** Who is connected: a seat for every WebSocket, counted by address and by dialect. */

import type { ServerWebSocket, WebSocketHandler } from "bun";
import type { Dialect, Frame } from "../core/dialect.ts";
import { addressGroup } from "./addresses.ts";
import { textResponse } from "./answering.ts";
import { Connection } from "./connection.ts";
import type { Limits } from "./limits.ts";
import type { Surroundings } from "./surroundings.ts";
import { endingOf, noTraffic, type Traffic } from "./traffic.ts";

/** What a socket carries from its upgrade on: what was reserved for it, then its connection. */
export type Seat = Reserved | Connection;

export interface Reserved {
  readonly dialect: Dialect;
  readonly variant: string;
  readonly address: string;
  readonly space: string | null;
  readonly surroundings: Surroundings;
}

export interface Seats {
  readonly connections: ReadonlySet<Connection>;
  /** By the dialects' names. */
  readonly traffic: ReadonlyMap<string, Traffic>;
  /** What the runtime's servers do with their sockets. */
  readonly handler: WebSocketHandler<Seat>;
  /** A dialect has its line among the traffic, even before anybody comes. */
  open(dialect: Dialect): void;
  /** The answer to one more of this address where there is no room for it, else null. */
  full(address: string): Response | null;
  /** Resolves when nobody is connected. */
  empty(): Promise<void>;
}

/** `report` hears of the bugs of handlers. */
export function createSeats(
  limits: Limits,
  report: (bug: unknown, fields: Readonly<Record<string, string>>) => void,
): Seats {
  const connections = new Set<Connection>();
  const perAddress = new Map<string, number>();
  const traffic = new Map<string, Traffic>();
  let ids = 0;
  let allClosed: (() => void) | null = null;

  function seat(socket: ServerWebSocket<Seat>): void {
    const reserved = socket.data;
    if (reserved instanceof Connection) return;
    const { dialect, variant, address, surroundings } = reserved;
    socket.binaryType = "uint8array";
    const connection = new Connection(++ids, dialect, reserved, socket, surroundings);
    socket.data = connection;
    connections.add(connection);
    const counts = trafficOf(dialect);
    counts.open += 1;
    counts.opened += 1;
    const group = addressGroup(address);
    perAddress.set(group, (perAddress.get(group) ?? 0) + 1);
    connection.begin((conn) => dialect.connect(conn, variant));
  }

  function unseat(connection: Seat, code: number): void {
    if (!(connection instanceof Connection)) return;
    const { dialect, address } = connection;
    const counts = trafficOf(dialect);
    counts.open -= 1;
    counts.ended[endingOf(connection.ending, code)] += 1;
    connections.delete(connection);
    const group = addressGroup(address);
    const left = (perAddress.get(group) ?? 1) - 1;
    if (left > 0) perAddress.set(group, left);
    else perAddress.delete(group);
    connection.gone();
    if (connections.size === 0) allClosed?.();
  }

  function trafficOf({ name }: Dialect): Traffic {
    const counts = traffic.get(name) ?? noTraffic();
    traffic.set(name, counts);
    return counts;
  }

  return {
    connections,
    traffic,
    handler: {
      maxPayloadLength: limits.frameBytes,
      perMessageDeflate: false, // A small frame could unfold to a very large one.
      backpressureLimit: limits.hardBufferBytes,
      closeOnBackpressureLimit: true, // Without it a frame would be dropped in silence.
      idleTimeout: 0,
      sendPings: false,
      open: seat,
      message: ({ data }, frame: Frame) => connectionIn(data)?.receive(frame),
      ping: ({ data }) => connectionIn(data)?.seen(),
      pong: ({ data }) => connectionIn(data)?.seen(),
      drain: ({ data }) => connectionIn(data)?.drain(),
      close: ({ data }, code) => unseat(data, code),
      error(bug: Error, { data }: ServerWebSocket<Seat>) {
        report(bug, { address: data.address });
        connectionIn(data)?.close(1011, "internal error");
      },
    },
    open: (dialect) => void trafficOf(dialect),
    full(address) {
      if (connections.size >= limits.connections) return textResponse(503, "The server is full");
      const fromThere = perAddress.get(addressGroup(address)) ?? 0;
      if (fromThere < limits.connectionsPerAddress) return null;
      return textResponse(429, "Too many connections from this address");
    },
    empty: () =>
      new Promise<void>((resolve) => {
        allClosed = resolve;
        if (connections.size === 0) resolve();
      }),
  };
}

function connectionIn(seat: Seat): Connection | null {
  return seat instanceof Connection ? seat : null;
}
