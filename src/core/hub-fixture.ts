/** For the tests of live delivery: a hub over a log in memory, and connections that end in a list. */

import type { Conn, Encoder, Frame } from "./dialect.ts";
import type { Event } from "./events.ts";
import { Hub } from "./hub.ts";
import type { Listener } from "./listener.ts";
import type { StreamId } from "./model/ids.ts";

/** An event that holds nothing but its position; a text in `detail` makes its frame longer. */
export function eventAt(stream: StreamId, seq: number, text = ""): Event {
  return {
    type: "reaction_add",
    stream,
    seq,
    at: 0,
    origin: 0,
    room: stream,
    message: 1,
    emoji: text,
    user: { id: 1, handle: "ann", name: "Ann", avatar: "" },
  };
}

/** A frame is "stream:seq", for a blank "stream:seq blank"; events without a position show their type. */
export function positions(name = "positions"): Encoder & { readonly encoded: string[] } {
  const encoded: string[] = [];
  return {
    name,
    encoded,
    encode(event, variant) {
      const place = event.seq === 0 ? event.type : `${event.stream}:${event.seq}`;
      encoded.push(`${place} ${variant}`);
      if (event.type === "blank") return `${place} blank`;
      return event.type === "reaction_add" ? place + event.emoji : place;
    },
  };
}

export class MemoryConn implements Conn {
  readonly id = 1;
  readonly space = null;
  watch(): void {
    // Nobody waits for its vanishing.
  }
  readonly address = "memory";
  open = true;
  buffered = 0;
  /** Everything sent or published to it, in order. */
  readonly received: Frame[] = [];
  readonly topics = new Set<string>();
  /** While true, `drained` waits for `read`. */
  full = false;
  #waiting: ((goOn: boolean) => void)[] = [];

  send(frame: Frame): void {
    if (this.open) this.received.push(frame);
  }

  reserve(): (frame: Frame | null) => void {
    return (frame) => frame !== null && this.send(frame);
  }

  close(): void {
    this.open = false;
    this.#settle();
  }

  subscribe(topic: string): void {
    this.topics.add(topic);
  }

  unsubscribe(topic: string): void {
    this.topics.delete(topic);
  }

  closeAnswered(): void {
    this.close();
  }

  publishToOthers(): void {
    throw new Error("Not used here");
  }

  drained(): Promise<boolean> {
    if (!this.full || !this.open) return Promise.resolve(this.open);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** The peer has read everything; it goes on reading if it is not to be full again. */
  read(full = false): void {
    this.full = full;
    this.#settle();
  }

  #settle(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve(this.open);
  }
}

export interface World {
  readonly hub: Hub;
  readonly bugs: unknown[];
  /** What the log was asked, as "stream after position". */
  readonly reads: string[];
  listener(encoder?: Encoder, variant?: string): Listener & { readonly conn: MemoryConn };
  /** Store the next event of a stream, without telling anybody. */
  store(stream: StreamId, text?: string): Event;
  /** Store it and ring. */
  say(stream: StreamId, text?: string): Event;
  head(stream: StreamId): number;
  /** What the log holds after a position; `limit` at most. */
  readonly log: (stream: StreamId, after: number) => Promise<readonly Event[]>;
  /** When set, reading the log fails with it. */
  failure: Error | null;
}

/** `published` hears of every sending, by its topic. */
export function world(limit = 500, published: (topic: string) => void = () => undefined): World {
  const rows = new Map<StreamId, Event[]>();
  const conns: MemoryConn[] = [];
  const publish = (topic: string, frame: Frame): void => {
    published(topic);
    for (const conn of conns) if (conn.topics.has(topic)) conn.send(frame);
  };
  const log = async (stream: StreamId, after: number): Promise<readonly Event[]> => {
    made.reads.push(`${stream} after ${after}`);
    await Promise.resolve();
    if (made.failure !== null) throw made.failure;
    return (rows.get(stream) ?? []).slice(after, after + limit);
  };
  const bugs: unknown[] = [];
  const hub = new Hub(publish, log, (bug) => bugs.push(bug));
  const made: World = {
    hub,
    bugs,
    reads: [],
    failure: null,
    log,
    listener(encoder = positions(), variant = "") {
      const conn = new MemoryConn();
      conns.push(conn);
      return { conn, encoder, variant };
    },
    store(stream, text) {
      const kept = rows.get(stream) ?? [];
      rows.set(stream, kept);
      const event = eventAt(stream, kept.length + 1, text);
      kept.push(event);
      return event;
    },
    say(stream, text) {
      const event = made.store(stream, text);
      hub.take(event);
      return event;
    },
    head: (stream) => rows.get(stream)?.length ?? 0,
  };
  return made;
}

/** Lets everything happen that waits for nothing but its turn. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** "stream:1", "stream:2" ... */
export function upTo(stream: StreamId, last: number, first = 1): string[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => `${stream}:${first + i}`);
}
