/**
 * A client of the BIG wire written from its specification alone (`docs/protocols/big.md`): a plain WebSocket, JSON and
 * HTTP. It shares no code with the dialect, so that it can judge it.
 */

import type { Account } from "./gateway-client.ts";
import { createUnread } from "./unread.ts";

export type Fields = Readonly<Record<string, unknown>>;

export interface Said {
  readonly type?: string;
  readonly id?: string | number;
  readonly timestamp?: number;
  readonly eventType?: string;
  readonly payload?: Fields;
  readonly event?: string;
  readonly error?: { readonly id?: string; readonly type?: string; readonly exception: string };
}

export interface BigClient {
  readonly socket: WebSocket;
  /** Every frame, in order. */
  readonly frames: Said[];
  send(frame: unknown): void;
  /** Sends a request and resolves with its response, or its error frame. */
  ask(payloadType: string, payload: object): Promise<Said>;
  /** The same, of the response's payload. Throws what an error frame says. */
  request(payloadType: string, payload: object): Promise<Fields>;
  /** Sends a client event. */
  tell(payloadType: string, payload?: object): void;
  /** Resolves with the first frame, received or to come, that fits; frames are offered once. */
  next(fits: (said: Said) => boolean): Promise<Said>;
  /** The next event of this type. It is acknowledged. */
  event(eventType: string): Promise<Said & { readonly id: number; readonly payload: Fields }>;
  /** The same without an ack. */
  unacked(eventType: string): Promise<Said & { readonly id: number; readonly payload: Fields }>;
  readonly closed: Promise<{ code: number; reason: string }>;
  close(): Promise<void>;
}

const opened = new Set<WebSocket>();
let ids = 0;

/** Closes every connection that is still open. */
export function closeAll(): void {
  for (const socket of opened) socket.close();
  opened.clear();
}

/** Connect with a token in the header; resolves when the socket is open and the session has begun. */
export async function connectBig(url: string, token: string, path = "/websocket"): Promise<BigClient> {
  const socket = new WebSocket(`${url.replace("http", "ws")}${path}`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  opened.add(socket);
  const frames: Said[] = [];
  const unread = createUnread<Said>();
  socket.onmessage = ({ data }) => {
    const said = JSON.parse(String(data)) as Said;
    frames.push(said);
    unread.take(said);
  };
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.onclose = ({ code, reason }) => {
      unread.end(`${code} ${reason}`);
      resolve({ code, reason });
    };
  });
  const { next } = unread;
  const unacked = async (eventType: string) => {
    const said = await next((one) => one.type === "event" && one.eventType === eventType);
    return { ...said, id: Number(said.id), payload: said.payload ?? {} };
  };
  const client: BigClient = {
    socket,
    frames,
    closed,
    next,
    unacked,
    send: (frame) => socket.send(typeof frame === "string" ? frame : JSON.stringify(frame)),
    async ask(payloadType, payload) {
      const id = `r${++ids}`;
      client.send({ type: "request", timestamp: Date.now(), id, payloadType, payload });
      return await next((said) => (said.type === "response" && said.id === id) || said.error?.id === id);
    },
    async request(payloadType, payload) {
      const said = await client.ask(payloadType, payload);
      if (said.error !== undefined) throw new Error(said.error.exception);
      return said.payload ?? {};
    },
    tell: (payloadType, payload) => client.send({ type: "event", timestamp: 1, payloadType, payload }),
    async event(eventType) {
      const said = await unacked(eventType);
      client.send({ type: "ack", id: String(said.id) });
      return said;
    },
    async close() {
      socket.close();
      await closed;
    },
  };
  await new Promise<void>((resolve, reject) => {
    socket.onopen = () => resolve();
    socket.onerror = () => reject(new Error("the upgrade was refused"));
  });
  return client;
}

/** Resolves when the server has carried out and told everything up to now. */
export async function settled(client: BigClient): Promise<void> {
  await client.request("chats", {});
}

/** The user id of this wire. */
export function bigId(user: number): string {
  return String(user).padStart(21, "0");
}

/** The chat id of this wire for a group or a room of a space. */
export function bigRoom(room: number): string {
  return String(room).padStart(24, "0");
}

/** The token of this wire for somebody who is signed in. */
export async function bigToken(url: string, { token }: Pick<Account, "token">): Promise<string> {
  const response = await fetch(`${url}/api/v1/tokens`, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}` },
    body: JSON.stringify({ dialect: "big" }),
  });
  if (!response.ok) throw new Error(`tokens: ${response.status} ${await response.text()}`);
  return ((await response.json()) as { token: string }).token;
}

export interface BigUser {
  readonly id: string;
  readonly token: string;
}

/** Rows of a chat list, of a request's payload or an event's. */
export function rowsOf(payload: unknown): readonly Fields[] {
  return payload as readonly Fields[];
}

/** A call over HTTP, with a token where one is given; JSON in and out. */
export async function big(
  url: string,
  call: string,
  token: string | null,
  body?: object,
): Promise<{ status: number; body: Fields; list: readonly Fields[]; text: string; headers: Headers }> {
  const [method = "GET", path = "/"] = call.split(" ");
  const response = await fetch(`${url}${path}`, {
    method,
    redirect: "manual",
    headers: {
      ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const json: unknown = /json/.test(response.headers.get("Content-Type") ?? "") ? JSON.parse(text) : {};
  const list = Array.isArray(json) ? (json as Fields[]) : [];
  return { status: response.status, body: json as Fields, list, text, headers: response.headers };
}
