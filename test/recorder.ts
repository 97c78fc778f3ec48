/**
 * A proxy in front of a running server that writes down what goes through it as a transcript (`player.ts`).
 *
 * Who speaks is known by their token: from registering or signing in through the proxy. What a connection says
 * before it shows its token is written when it does.
 */

import { Masking } from "./masking.ts";
import type { Stage } from "./stage.ts";

export interface Recorder {
  /** "http://127.0.0.1:port": what clients are given instead of the server's. */
  readonly url: string;
  stop(): Promise<void>;
}

interface Recorded {
  readonly path: string;
  who: string | null;
  readonly held: string[];
  readonly upstream: WebSocket;
  /** What the server said before the client's socket was open. */
  readonly early: (string | Uint8Array)[];
  /** Nothing was heard, nothing said. */
  firstHeard: boolean;
  firstSaid: boolean;
}

/** `write` gets each line, without a line break. `port` 0 takes any. */
export function record(stage: Stage, server: string, port: number, write: (line: string) => void): Recorder {
  const masking = new Masking();
  const owners = new Map<string, string>();
  const present = new Set<string>();
  let strangers = 0;

  const say = (one: Recorded, line: string): void => {
    if (one.who === null) one.held.push(line);
    else write(`${one.who} ${line}`);
  };

  const recognize = (one: Recorded, handle: string): void => {
    if (one.who !== null) return;
    let who = handle;
    for (let i = 2; present.has(who); i++) who = `${handle}${i}`;
    present.add(who);
    one.who = who;
    for (const line of one.held.splice(0)) write(`${who} ${line}`);
  };

  const heard = (one: Recorded, frame: string | Uint8Array): void => {
    const binary = typeof frame !== "string";
    const text = binary ? stage.toText(frame, one.firstHeard) : frame;
    one.firstHeard = false;
    say(one, `${binary ? "<bin" : "<"} ${masking.frame(text)}`);
  };

  const proxy = Bun.serve<Recorded>({
    hostname: "127.0.0.1",
    port,
    async fetch(request, listener) {
      const { pathname, search } = new URL(request.url);
      const path = pathname + search;
      if (request.headers.get("Upgrade") === "websocket") return upgrade(request, path, listener);
      const body = await request.text();
      const headers = new Headers(request.headers);
      headers.delete("Host");
      const bodiless = request.method === "GET" || request.method === "HEAD";
      const response = await fetch(server + path, {
        method: request.method,
        headers,
        ...(bodiless ? {} : { body }),
      });
      const text = await response.text();
      learn(request, path, body, response.status, text);
      return new Response(text, { status: response.status, headers: { "Content-Type": "application/json" } });
    },
    websocket: {
      open(socket) {
        const { data } = socket;
        const pass = (frame: string | Uint8Array): void => {
          heard(data, frame);
          socket.send(frame);
        };
        for (const frame of data.early.splice(0)) pass(frame);
        data.upstream.onmessage = (event: MessageEvent<string | ArrayBuffer>) => pass(wholeOf(event));
        data.upstream.onclose = ({ code, reason }) => {
          if (socket.readyState !== WebSocket.OPEN) return;
          strangers += data.who === null ? 1 : 0;
          recognize(data, `stranger${strangers}`);
          say(data, `x ${`${code} ${reason}`.trim()}`);
          socket.close(code, reason);
        };
      },
      message(socket, frame) {
        const { data } = socket;
        const binary = typeof frame !== "string";
        const text = binary ? stage.sentToText(new Uint8Array(frame), data.firstSaid) : frame;
        data.firstSaid = false;
        const token = [...owners.keys()].find((one) => text.includes(one));
        if (token !== undefined) recognize(data, owners.get(token) ?? "");
        say(data, `${binary ? ">bin" : ">"} ${masking.frame(text)}`);
        data.upstream.send(frame);
      },
      close({ data }) {
        if (data.who !== null && data.upstream.readyState === WebSocket.OPEN) say(data, "* leave");
        if (data.who !== null) present.delete(data.who);
        data.upstream.close();
      },
    },
  });

  async function upgrade(
    request: Request,
    path: string,
    listener: Bun.Server<Recorded>,
  ): Promise<Response | undefined> {
    const upstream = new WebSocket(server.replace("http", "ws") + path);
    upstream.binaryType = "arraybuffer";
    const early: (string | Uint8Array)[] = [];
    upstream.onmessage = (event: MessageEvent<string | ArrayBuffer>) => early.push(wholeOf(event));
    const opened = await new Promise<boolean>((resolve) => {
      upstream.onopen = () => resolve(true);
      upstream.onerror = () => resolve(false);
    });
    if (!opened) return new Response("The server behind the recorder refused", { status: 502 });
    const held = [`* connect ${path}`];
    const data: Recorded = { path, who: null, held, upstream, early, firstHeard: true, firstSaid: true };
    if (!listener.upgrade(request, { data })) return new Response("No WebSocket", { status: 400 });
    return undefined;
  }

  function learn(request: Request, path: string, body: string, status: number, text: string): void {
    if (status !== 200 || !/\/(register|login)$/.test(path)) return;
    const { token, user } = JSON.parse(text) as { token: string; user: { id: number; handle: string } };
    const { handle } = JSON.parse(body) as { handle: string };
    owners.set(token, handle);
    masking.name(token, `token:${handle}`);
    masking.name(user.id, `user:${handle}`);
    if (request.method === "POST" && path.endsWith("/register")) write(`${handle} * register`);
  }

  return {
    url: `http://127.0.0.1:${proxy.port}`,
    async stop() {
      await proxy.stop(true);
    },
  };
}

function wholeOf({ data }: MessageEvent<string | ArrayBuffer>): string | Uint8Array {
  return typeof data === "string" ? data : new Uint8Array(data);
}
