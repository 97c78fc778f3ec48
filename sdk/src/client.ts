/**
 * A client of the gateway: connects, resumes, asks and hears.
 *
 * What is sent while there is no connection waits and goes out with a nonce, so that it arrives once. After an
 * interruption the session is resumed; nothing is missed and nothing comes twice.
 */

import { apply } from "./apply.ts";
import { delay } from "./backoff.ts";
import type { Member, Message, Ok, Requests, Room } from "./gen/protocol.ts";
import { type Packet, Refused, type Request, type ServerEvent } from "./packet.ts";
import { withMessages } from "./reducers.ts";
import { byId, index, nothing, type State, withReceipt } from "./state.ts";

export type Status = "connecting" | "online" | "offline" | "closed";

export interface ClientOptions {
  /** The server's address, e.g. "https://chat.example". */
  readonly url: string;
  readonly token: string;
  /** Name and version of the program, for the list of one's sign-ins. */
  readonly agent: string;
  /** Every packet, answers too, after the state took it in. */
  readonly onPacket?: (packet: Packet, state: State) => void;
  /** `wait`: when offline, the milliseconds until the next attempt. */
  readonly onStatus?: (status: Status, reason: string, wait: number) => void;
}

export interface Client {
  readonly state: State;
  readonly status: Status;
  /** Resolves with the answer; rejects with `Refused`, or when the connection ends before the answer. */
  request(request: Request): Promise<Ok>;
  /**
   * Resolves with the stored message, however often the connection is interrupted meanwhile. A program that
   * keeps the `nonce` (up to 64 bytes) may send the same again, even after a restart: it is stored once.
   */
  send(
    room: number,
    content: string,
    more?: { reply_to?: number; reply_ping?: boolean; attachment_ids?: number[]; nonce?: string },
  ): Promise<Message>;
  /** A page of a room's history, oldest first; the state knows it from then on. */
  history(
    room: number,
    cut?: { before?: number; after?: number; around?: number; limit?: number },
  ): Promise<readonly Message[]>;
  /** A page of the members of a space or a room, by their ids; the state knows them from then on. */
  members(
    cut?: Partial<Requests["members_get"]>,
  ): Promise<{ readonly members: readonly Member[]; readonly more: boolean }>;
  /** A page of a room's threads, the liveliest first; the state knows them from then on. */
  threads(
    room: number,
    cut?: Partial<Requests["threads_get"]>,
  ): Promise<{ readonly threads: readonly Room[]; readonly more: boolean }>;
  /** Resolves when the client is online; rejects when it is closed for good. */
  online(): Promise<void>;
  /**
   * The network may have come or gone, as a browser is told: an attempt to connect that waits is made at once, and a
   * connection on which nothing is answered is given up soon.
   */
  look(): void;
  close(): void;
}

/** Close codes after which coming back is of no use, in words for people. */
const FINAL: Readonly<Record<number, string>> = {
  4001: "the token is unknown or has ended",
  4004: "this session was ended elsewhere",
  4010: "you are banned",
};

/** A heartbeat goes out this often; a connection that says nothing for longer than `SILENCE` is given up. */
const HEARTBEAT = 15_000;
const SILENCE = 40_000;
/** How long an answer may take when there is doubt about the network. */
const DOUBT = 5_000;

/** Answers that are waited for at once; further sends wait. */
const MAX_OPEN = 32;

interface Asked {
  readonly resolve: (ok: Ok) => void;
  readonly reject: (error: Error) => void;
}

interface Outgoing extends Asked {
  readonly request: Request<"message_send">;
  /** Under way on the connection at hand. */
  sent: boolean;
}

/** Connect, and stay connected until `close`. */
export function createClient(options: ClientOptions): Client {
  const { url, token, agent } = options;
  let state = nothing;
  let status: Status = "connecting";
  let socket: WebSocket | null = null;
  let requestId = 0;
  let attempts = 0;
  let heard = 0;
  let retry: ReturnType<typeof setTimeout> | null = null;
  const asked = new Map<number, Asked>();
  const outgoing: Outgoing[] = [];
  const waiting: { resolve: () => void; reject: (error: Error) => void }[] = [];

  const setStatus = (next: Status, reason: string, wait = 0): void => {
    if (status === next && next !== "offline") return;
    status = next;
    options.onStatus?.(next, reason, wait);
    if (next === "online") for (const { resolve } of waiting.splice(0)) resolve();
    if (next === "closed") for (const { reject } of waiting.splice(0)) reject(new Error(reason));
  };

  function connect(): void {
    retry = null;
    const opened = new WebSocket(`${url.replace(/^http/, "ws")}/gateway`);
    socket = opened;
    heard = Date.now();
    opened.onmessage = ({ data }) => {
      heard = Date.now();
      if (socket === opened) take(JSON.parse(String(data)) as Packet & { version?: string });
    };
    opened.onclose = ({ code, reason }) => {
      if (socket === opened) lost(code, reason);
    };
  }

  function take(packet: Packet & { version?: string }): void {
    if (packet.version !== undefined && packet.event === undefined) return identify();
    const { request_id: id = 0, event } = packet;
    if (id !== 0) {
      options.onPacket?.(packet, state);
      return settle(id, event);
    }
    state = apply(state, packet);
    if (event?.type === "ready" && event.more !== true) arrived();
    if (event?.type === "resumed") arrived();
    options.onPacket?.(packet, state);
    if (state.gap && status === "online") socket?.close(); // Come back and be told what is missing.
  }

  function identify(): void {
    const { resumeToken, positions } = state;
    const resume = {
      resume_token: resumeToken,
      positions: Object.entries(positions).map(([stream, seq]) => ({ stream: Number(stream), seq })),
    };
    const clientType = "document" in globalThis ? 1 : 2;
    say({ token, client_type: clientType, client_agent: agent, ...(resumeToken === "" ? {} : { resume }) });
  }

  function arrived(): void {
    attempts = 0;
    setStatus("online", "");
    for (const message of outgoing) message.sent = false;
    flush();
  }

  function settle(id: number, event: ServerEvent | undefined): void {
    const found = asked.get(id);
    asked.delete(id);
    if (event?.type === "ok") found?.resolve(event);
    else if (event?.type === "error")
      found?.reject(new Refused(event.code, event.message, event.retry_after_ms));
    flush();
  }

  function lost(code: number, reason: string): void {
    socket = null;
    for (const { reject } of asked.values()) reject(new Error("The connection was interrupted"));
    asked.clear();
    if (status === "closed") return;
    // Begun anew: what was said meanwhile will not be told.
    if (code === 4007) state = { ...state, resumeToken: "", messages: {} };
    const final = FINAL[code];
    if (final !== undefined) return end(final);
    attempts += 1;
    const wait = delay(attempts, Math.random());
    setStatus("offline", reason, wait);
    retry = setTimeout(connect, wait);
  }

  function end(reason: string): void {
    setStatus("closed", reason);
    if (retry !== null) clearTimeout(retry);
    clearInterval(beating);
    for (const { reject } of outgoing.splice(0)) reject(new Error(reason));
    socket?.close();
  }

  /** Sends what waits, oldest first. One that is interrupted is sent again with its nonce. */
  function flush(): void {
    if (status !== "online") return;
    for (const message of outgoing) {
      if (asked.size >= MAX_OPEN) return;
      if (message.sent) continue;
      message.sent = true;
      ask(message.request).then(
        (ok) => finish(message, () => message.resolve(ok)),
        (error: Error) => {
          if (!(error instanceof Refused)) return; // Interrupted: it goes out again.
          if (error.code === "rate_limited") return again(message, error.retryAfter);
          finish(message, () => message.reject(error));
        },
      );
    }
  }

  function again(message: Outgoing, millis: number): void {
    setTimeout(() => {
      message.sent = false;
      flush();
    }, millis);
  }

  function finish(message: Outgoing, settleIt: () => void): void {
    outgoing.splice(outgoing.indexOf(message), 1);
    settleIt();
  }

  function ask(request: Request): Promise<Ok> {
    if (status !== "online") return Promise.reject(new Error("There is no connection"));
    requestId += 1;
    const id = requestId;
    return new Promise((resolve, reject) => {
      asked.set(id, { resolve, reject });
      say({ request_id: id, event: request });
    });
  }

  function say(frame: object): void {
    socket?.send(JSON.stringify(frame));
  }

  /** Browsers show no pings: a heartbeat keeps the line in use, and silence tells that it broke. */
  function beat(): void {
    if (socket === null) return;
    if (Date.now() - heard > SILENCE) giveUp();
    else if (status === "online") ask({ type: "heartbeat" }).catch(() => undefined);
  }

  function giveUp(): void {
    const broken = socket;
    broken?.close();
    if (broken !== null && socket === broken) lost(0, "the server says nothing");
  }

  function look(): void {
    if (status === "offline" && retry !== null) {
      clearTimeout(retry);
      connect();
    } else if (status === "online") {
      const doubted = socket;
      const doubt = setTimeout(() => {
        if (socket === doubted) giveUp();
      }, DOUBT);
      ask({ type: "heartbeat" }).then(
        () => clearTimeout(doubt),
        () => clearTimeout(doubt),
      );
    }
  }

  const beating = setInterval(beat, HEARTBEAT);
  connect();
  return {
    get state() {
      return state;
    },
    get status() {
      return status;
    },
    request: ask,
    async send(room, content, more = {}) {
      const request = {
        type: "message_send",
        room_id: room,
        content,
        nonce: crypto.randomUUID(),
        ...more,
      } as const;
      const { message } = await new Promise<Ok>((resolve, reject) => {
        if (status === "closed") return reject(new Error("The client is closed"));
        outgoing.push({ request, resolve, reject, sent: false });
        flush();
      });
      if (message === undefined) throw new Error("The server stored no message");
      return message;
    },
    async history(room, cut = {}) {
      const { messages = [] } = await ask({ type: "history_get", room_id: room, ...cut });
      state = withMessages(state, room, messages);
      return messages;
    },
    async members(cut = {}) {
      const { members = [], more = false } = await ask({ type: "members_get", ...cut });
      state = { ...state, members: { ...state.members, ...index(members, ({ user }) => user.id) } };
      return { members, more };
    },
    async threads(room, cut = {}) {
      const answer = await ask({ type: "threads_get", ...cut, room_id: room });
      const { rooms = [], receipts = [], more = false } = answer;
      state = {
        ...state,
        rooms: { ...state.rooms, ...byId(rooms) },
        receipts: receipts.reduce(withReceipt, state.receipts),
      };
      return { threads: rooms, more };
    },
    online() {
      if (status === "online") return Promise.resolve();
      if (status === "closed") return Promise.reject(new Error("The client is closed"));
      return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
    },
    look,
    close: () => end("closed by the program"),
  };
}
