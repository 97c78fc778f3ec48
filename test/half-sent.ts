/** Calls whose bodies are announced and do not come. */

import { connect } from "node:net";

export interface HalfSent {
  /** Resolves with the status of the answer, or rejects when the connection ends without one. */
  readonly status: Promise<number>;
  end(): void;
}

/** Posts the head of a call with the beginning of a body of 1 MB; `from` is an address of the loopback. */
export function halfSent(base: string, path: string, type: string, from = "127.0.0.1"): HalfSent {
  const { hostname, port, host } = new URL(base);
  const socket = connect({ host: hostname, port: Number(port), localAddress: from });
  const head = [
    `POST ${path} HTTP/1.1`,
    `Host: ${host}`,
    `Content-Type: ${type}`,
    "Content-Length: 1000000",
    "",
    "{",
  ];
  socket.write(head.join("\r\n"));
  const status = new Promise<number>((resolve, reject) => {
    let said = "";
    socket.on("data", (data) => {
      said += data.toString("latin1");
      const [, code] = /^HTTP\/1\.1 (\d{3}) /.exec(said) ?? [];
      if (code !== undefined) resolve(Number(code));
    });
    socket.on("close", () => reject(new Error("closed without an answer")));
    socket.on("error", reject);
  });
  // Who only holds a place does not wait for its answer.
  status.catch(() => undefined);
  return { status, end: () => socket.destroy() };
}
