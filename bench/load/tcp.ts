/**
 * A TCP client that does as little as possible, so that the load takes little of the machine it shares with the
 * server: it hands on what arrives, and keeps what the system does not take at once.
 */

export interface Tcp {
  write(bytes: Uint8Array | string): void;
  /** Stop or go on reading. */
  pause(): void;
  resume(): void;
  /** Close without a word. */
  cut(): void;
}

export interface TcpEvents {
  /** The bytes belong to the caller until it returns. */
  data(bytes: Uint8Array): void;
  closed(): void;
}

const encoder = new TextEncoder();

/** Connect to a port of the loopback. Rejects when nobody listens. */
export async function connectTcp(port: number, events: TcpEvents): Promise<Tcp> {
  let rest: Uint8Array = new Uint8Array(0);
  const flush = (): void => {
    if (rest.length > 0) rest = rest.subarray(Math.max(0, socket.write(rest)));
  };
  const socket = await Bun.connect({
    hostname: "127.0.0.1",
    port,
    socket: {
      data: (_socket, bytes) => events.data(bytes),
      drain: flush,
      close: () => events.closed(),
      error: () => events.closed(),
    },
  });
  return {
    write(bytes) {
      const chunk = typeof bytes === "string" ? encoder.encode(bytes) : bytes;
      if (rest.length > 0) {
        rest = Buffer.concat([rest, chunk]);
        return;
      }
      const written = Math.max(0, socket.write(chunk));
      if (written < chunk.length) rest = chunk.slice(written);
    },
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    cut: () => socket.terminate(),
  };
}
