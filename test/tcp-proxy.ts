/** A connection in between that can be cut: everything is handed on as it comes. */

import { createServer, connect as dial, type Socket } from "node:net";

export interface TcpProxy {
  readonly port: number;
  /**
   * From now on the next connections, as many as `times`, that `marks` finds in what the client sends are cut when
   * the server has answered, and the answer is not handed on. `mine` must have stood in an earlier frame of it.
   */
  cutAfter(marks: string, mine: string, times: number): void;
  /** Resolves when a client sends what `marks` is in; that and all behind it is not handed on. */
  holdAt(marks: string): Promise<void>;
  /** From now on connections lead to another port, and those that there are end. */
  turnTo(port: number): void;
  /** How many were cut. */
  readonly cuts: number;
  close(): void;
}

/** In front of a port of the loopback. */
export async function startProxy(target: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let armed = { marks: "", mine: "", times: 0 };
  let cuts = 0;
  let hold: { readonly marks: string; readonly held: () => void } | null = null;
  let to = target;
  const server = createServer((client) => {
    const upstream = dial(to, "127.0.0.1");
    let sent = "";
    let doomed = false;
    let isHeld = false;
    sockets.add(client).add(upstream);
    const cut = (): void => {
      client.destroy();
      upstream.destroy();
    };
    client.on("data", (data) => {
      const text = data.toString("latin1");
      if (armed.times > 0 && sent.includes(armed.mine) && text.includes(armed.marks)) {
        armed.times -= 1;
        doomed = true;
      }
      if (sent.length < 1_000_000) sent += text;
      if (hold !== null && text.includes(hold.marks)) {
        isHeld = true;
        hold.held();
        hold = null;
      }
      if (!isHeld) upstream.write(data);
    });
    upstream.on("data", (data) => {
      if (!doomed) return void client.write(data);
      cuts += 1;
      cut();
    });
    for (const socket of [client, upstream]) {
      socket.on("error", cut);
      socket.on("close", cut);
    }
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    cutAfter(marks, mine, times) {
      armed = { marks, mine, times };
    },
    holdAt: (marks) =>
      new Promise((held) => {
        hold = { marks, held };
      }),
    turnTo(port) {
      to = port;
      for (const socket of sockets) socket.destroy();
    },
    get cuts() {
      return cuts;
    },
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
