/**
 * A client of the i386chat gateway written from its specification alone (`docs/protocols/i386chat.md`): a plain
 * WebSocket and JSON. It shares no code with the dialect, so that it can judge it.
 */

import type { Account } from "./gateway-client.ts";
import { createUnread } from "./unread.ts";

export interface Said {
  readonly f: number;
  readonly t?: string;
  readonly e?: string;
  readonly s?: number;
  readonly cnf: Readonly<Record<string, unknown>> & {
    readonly user?: { readonly id: number; readonly name: string; readonly admin: boolean };
  };
}

export interface ChatClient {
  readonly socket: WebSocket;
  /** Every frame as it came. */
  readonly texts: string[];
  send(frame: unknown): void;
  /** Sends an event. */
  say(t: string, cnf: object): void;
  /** Resolves with the first frame, received or to come, that fits; frames are offered once. */
  next(fits: (said: Said) => boolean): Promise<Said>;
  /** The next event of this name that is no history. */
  event(t: string): Promise<Said>;
  /** The next error. */
  error(): Promise<Said["cnf"]>;
  readonly closed: Promise<{ code: number; reason: string }>;
  close(): Promise<void>;
}

const opened = new Set<WebSocket>();

/** Closes every connection that is still open. */
export function closeAll(): void {
  for (const socket of opened) socket.close();
  opened.clear();
}

/** Connect; resolves when 100 has come. */
export async function connectChat(url: string, path = "/i386chat"): Promise<ChatClient> {
  const socket = new WebSocket(`${url.replace("http", "ws")}${path}`);
  opened.add(socket);
  const texts: string[] = [];
  const unread = createUnread<Said>();
  socket.onmessage = ({ data }) => {
    texts.push(String(data));
    unread.take(JSON.parse(String(data)) as Said);
  };
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.onclose = ({ code, reason }) => {
      unread.end(`${code} ${reason}`);
      resolve({ code, reason });
    };
  });
  const { next } = unread;
  const client: ChatClient = {
    socket,
    texts,
    closed,
    next,
    send: (frame) => socket.send(typeof frame === "string" ? frame : JSON.stringify(frame)),
    say: (t, cnf) => client.send({ f: 130, t, cnf }),
    event: (t) => next((said) => said.f === 130 && said.t === t && said.cnf.history !== true),
    error: async () => (await next(({ f }) => f === 150)).cnf,
    async close() {
      socket.close();
      await closed;
    },
  };
  await next(({ f }) => f === 100);
  return client;
}

/** The token of this wire for somebody who is signed in. */
export async function chatToken(url: string, { token }: Pick<Account, "token">): Promise<string> {
  const response = await fetch(`${url}/api/v1/tokens`, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}` },
    body: JSON.stringify({ dialect: "i386chat" }),
  });
  if (!response.ok) throw new Error(`tokens: ${response.status} ${await response.text()}`);
  return ((await response.json()) as { token: string }).token;
}

export interface Entered {
  readonly client: ChatClient;
  readonly session: number;
  /** CHANNEL_MOVE into the first channel. */
  readonly move: Said;
}

/** Connect and present; resolves when the client is in its first channel. */
export async function enterChat(url: string, token: string, path = "/i386chat"): Promise<Entered> {
  const client = await connectChat(url, path);
  client.send({ f: 110, cnf: { token } });
  const ready = await client.next(({ f }) => f === 140);
  const move = await client.event("CHANNEL_MOVE");
  return { client, session: ready.cnf.session_id as number, move };
}
