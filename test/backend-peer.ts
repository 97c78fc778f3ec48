/** The other end of a backend's pipe, in a test's hands: `backend-relay.ts` is the program. */

import { join } from "node:path";

/** One run of the program. */
export interface Run {
  /** Values, written back to back. */
  say(...values: readonly unknown[]): void;
  raw(bytes: string | Uint8Array): void;
  /** The next value that the server sends. */
  hear(): Promise<Heard>;
  /** The next request, answered. */
  answer(body: unknown): Promise<Heard>;
  /** The program ends. */
  crash(): void;
  /** Resolves when the program is gone. */
  readonly gone: Promise<void>;
}

export interface Heard {
  readonly sequence_number: number;
  readonly body: { readonly type: string; readonly value: unknown };
}

export interface Peer {
  /** Table of the configuration. */
  readonly table: (more?: string) => string;
  /** The next run that begins. */
  next(): Promise<Run>;
  stop(): void;
}

/** Milliseconds after which waiting fails. */
const PATIENCE = 20_000;

export const INIT = { backend_name: "Example", backend_version: [0, 0, 1], protocol_version: [0, 1, 0] };
export const KOINE_1 = { ...INIT, extensions: ["koine.1"] };

/** Listens for the runs of one backend. */
export function startPeer(name: string): Peer {
  const runs = queue<Run>();
  interface Data {
    values: Queue<Heard>;
    rest: string;
    end: () => void;
  }
  const server = Bun.listen<Data>({
    hostname: "127.0.0.1",
    port: 0,
    socket: {
      open(socket) {
        const values = queue<Heard>();
        const gone = new Promise<void>((resolve) => {
          socket.data = { values, rest: "", end: resolve };
        });
        const say = (...said: readonly unknown[]): void =>
          void socket.write(said.map((value) => JSON.stringify(value)).join(""));
        runs.put({
          say,
          raw: (bytes) => void socket.write(bytes),
          hear: values.take,
          async answer(body) {
            const heard = await values.take();
            say({ sequence_number: heard.sequence_number, body });
            return heard;
          },
          crash: () => void socket.end(),
          gone,
        });
      },
      data(socket, bytes) {
        const lines = (socket.data.rest + bytes.toString()).split("\n");
        socket.data.rest = lines.pop() ?? "";
        for (const line of lines) socket.data.values.put(JSON.parse(line) as Heard);
      },
      close: (socket) => socket.data.end(),
    },
  });
  const args = [join(import.meta.dir, "backend-relay.ts"), String(server.port)];
  return {
    table: (more = "") =>
      `[backends.${name}]\ncmd = ${JSON.stringify(process.execPath)}\nargs = ${JSON.stringify(args)}\n${more}\n`,
    next: runs.take,
    stop: () => server.stop(true),
  };
}

interface Queue<T> {
  put(value: T): void;
  take(): Promise<T>;
}

function queue<T>(): Queue<T> {
  const values: T[] = [];
  const waiting: ((value: T) => void)[] = [];
  return {
    put(value) {
      const first = waiting.shift();
      if (first === undefined) values.push(value);
      else first(value);
    },
    take: () =>
      new Promise((resolve, reject) => {
        const first = values.shift();
        if (first !== undefined) return resolve(first);
        const timer = setTimeout(() => reject(new Error("nothing came from the server")), PATIENCE);
        waiting.push((value) => {
          clearTimeout(timer);
          resolve(value);
        });
      }),
  };
}
