/** For tests: a way to a server that is open, closed, or cut at any moment. */

export interface Gate {
  readonly port: number;
  open(): void;
  /** Nobody comes through any more. */
  close(): void;
  /** Everybody on the way is thrown out. */
  cut(): void;
  stop(): void;
}

interface Way {
  /** The other end, once there is one. */
  other: Socket | null;
  /** What came before there was. */
  waiting: Uint8Array[];
}

type Socket = Bun.Socket<Way>;

/** A gate on a free port before another on this machine; closed at first. */
export function gateTo(port: number): Gate {
  const inside = new Set<Socket>();
  let isOpen = false;
  const end = (socket: Socket): void => {
    inside.delete(socket);
    socket.data.other?.end();
  };
  const listener = Bun.listen<Way>({
    hostname: "127.0.0.1",
    port: 0,
    data: { other: null, waiting: [] },
    socket: {
      open(socket) {
        socket.data = { other: null, waiting: [] };
        if (!isOpen) return void socket.terminate();
        inside.add(socket);
        Bun.connect<Way>({
          hostname: "127.0.0.1",
          port,
          data: { other: socket, waiting: [] },
          socket: {
            open(server) {
              for (const bytes of socket.data.waiting) server.write(bytes);
              socket.data = { other: server, waiting: [] };
            },
            data: (server, bytes) => void server.data.other?.write(bytes),
            close: end,
          },
        }).catch(() => socket.terminate());
      },
      data(socket, bytes) {
        const { other, waiting } = socket.data;
        if (other === null) waiting.push(new Uint8Array(bytes));
        else other.write(bytes);
      },
      close: end,
    },
  });
  return {
    port: listener.port,
    open() {
      isOpen = true;
    },
    close() {
      isOpen = false;
    },
    cut() {
      for (const socket of [...inside]) {
        socket.data.other?.terminate();
        socket.terminate();
      }
      inside.clear();
    },
    stop: () => listener.stop(true),
  };
}
