/**
 * The terminal chat's connection: identifies, resumes after an interruption, and sends every line once.
 *
 * A line is kept with its nonce until it is answered, and sent again after reconnecting: the server knows it by
 * the nonce (`docs/protocols/bonfire.md` section 3, "Idempotency").
 */

import type { Packet, Ready, WireEvent } from "./wire.ts";

/** Waits before connecting again: the first, the longest, in milliseconds; each is twice the one before. */
const FIRST_WAIT = 500;
const LONGEST_WAIT = 30_000;

/** A heartbeat goes out this often; a connection that says nothing for longer than `SILENCE` is given up. */
const HEARTBEAT = 15_000;
const SILENCE = 40_000;

/** Close codes after which coming back is of no use (section 3, "Close codes"). */
const FINAL: Readonly<Record<number, string>> = {
  4001: "the token is unknown or has ended",
  4004: "this session was ended elsewhere",
  4010: "you are banned",
};

export interface Watcher {
  /** The state anew, whole; lines from before may be shown again. */
  ready(ready: Ready): void;
  /** What was missed has been told. */
  resumed(): void;
  told(event: WireEvent): void;
  /** Every packet, before anything is made of it. */
  packet(packet: Packet): void;
  /** The connection is gone; the next attempt comes after this many milliseconds. */
  lost(reason: string, wait: number): void;
  /** There is no next attempt. */
  ended(reason: string): void;
}

export interface Connection {
  /** Sends now, or when there is a connection again; resolves with the answer's event. */
  request(event: WireEvent): Promise<WireEvent>;
  close(): void;
}

interface Waiting {
  readonly event: WireEvent;
  readonly resolve: (answer: WireEvent) => void;
}

export function connect(gateway: string, token: string, watcher: Watcher): Connection {
  const positions = new Map<number, number>();
  const waiting = new Map<number, Waiting>();
  let resumeToken = "";
  let parts: Ready | null = null;
  let socket: WebSocket | null = null;
  let live = false;
  let failures = 0;
  let requests = 0;
  let heard = 0;
  let closed = false;
  let heartbeat: Timer | undefined;

  const send = (frame: object): void => socket?.send(JSON.stringify(frame));

  const sendWaiting = (): void => {
    live = true;
    failures = 0;
    for (const [request_id, { event }] of waiting) send({ request_id, event });
  };

  const greet = (): void => {
    const resume =
      resumeToken === ""
        ? undefined
        : {
            resume_token: resumeToken,
            positions: [...positions].map(([stream, seq]) => ({ stream, seq })),
          };
    send({ token, client_type: 2, client_agent: "koine chat", resume });
  };

  const becomeReady = (part: Ready): void => {
    parts = parts === null ? part : join(parts, part);
    if (part.more === true) return;
    const ready = parts;
    parts = null;
    resumeToken = ready.resume_token ?? "";
    positions.clear();
    for (const { stream, seq } of ready.positions ?? []) positions.set(stream, seq);
    watcher.ready(ready);
    sendWaiting();
  };

  const take = (packet: Packet): void => {
    watcher.packet(packet);
    const { event, request_id, stream, seq } = packet;
    if (stream !== undefined && seq !== undefined) positions.set(stream, seq);
    if (event === undefined) return;
    if (request_id !== undefined) {
      const asked = waiting.get(request_id);
      waiting.delete(request_id);
      asked?.resolve(event);
    } else if (event.type === "ready") becomeReady(event as Ready & WireEvent);
    else if (event.type === "resumed") {
      watcher.resumed();
      sendWaiting();
    } else {
      follow(event, seq);
      watcher.told(event);
    }
  };

  /** Rooms that come into sight without a position say where they stand; those that go are not asked for again. */
  const follow = (event: WireEvent, seq: number | undefined): void => {
    const { room, head, room_id } = event as { room?: { id: number }; head?: number; room_id?: number };
    if (event.type === "room_create" && seq === undefined && room !== undefined)
      positions.set(room.id, head ?? 0);
    if (event.type === "room_delete" && seq === undefined && room_id !== undefined) positions.delete(room_id);
  };

  const open = (): void => {
    const opened = new WebSocket(gateway);
    socket = opened;
    heard = Date.now();
    opened.onopen = greet;
    opened.onmessage = ({ data }: MessageEvent<unknown>) => {
      heard = Date.now();
      take(JSON.parse(String(data)) as Packet);
    };
    opened.onclose = ({ code, reason }) => {
      if (socket === opened) again(code, reason);
    };
    clearInterval(heartbeat);
    heartbeat = setInterval(() => {
      if (Date.now() - heard > SILENCE) {
        opened.close();
        again(0, "the server says nothing");
      } else if (live) send({ event: { type: "heartbeat" }, request_id: 0xffff_ffff });
    }, HEARTBEAT);
  };

  const again = (code: number, reason: string): void => {
    socket = null;
    live = false;
    parts = null;
    clearInterval(heartbeat);
    if (closed) return;
    const final = FINAL[code];
    if (final !== undefined) return watcher.ended(final);
    if (code === 4007) resumeToken = "";
    const most = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** failures);
    failures += 1;
    // Spread, so that not everybody comes back at once.
    const wait = Math.round(most * (0.5 + Math.random() / 2));
    watcher.lost(reason === "" ? "the connection broke" : reason, wait);
    setTimeout(() => {
      if (!closed) open();
    }, wait);
  };

  open();
  return {
    request(event) {
      requests += 1;
      const id = requests;
      const answer = new Promise<WireEvent>((resolve) => waiting.set(id, { event, resolve }));
      if (live) send({ request_id: id, event });
      return answer;
    },
    close() {
      closed = true;
      clearInterval(heartbeat);
      socket?.close();
    },
  };
}

function join(a: Ready, b: Ready): Ready {
  return {
    ...a,
    rooms: [...(a.rooms ?? []), ...(b.rooms ?? [])],
    positions: [...(a.positions ?? []), ...(b.positions ?? [])],
    presences: [...(a.presences ?? []), ...(b.presences ?? [])],
  };
}
