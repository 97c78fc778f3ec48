/**
 * How far the clients of each user acknowledged the streams' logs (`docs/protocols/big.md` sections 0 and 7.3): one
 * cursor per user and stream, shared by their connections here, stored now and then and when the last one goes.
 * What is stored late is told once more; nothing is lost.
 */

import type { Id, StreamId } from "../../core/model/ids.ts";
import type { Node } from "../../core/node.ts";
import { type Ack, MAX_ACKS_ABOVE } from "../../core/tx/acks.ts";

/** How long acknowledgements are gathered before they are stored, in milliseconds. */
export const STORE_MILLIS = 5_000;

/** Most streams that one command stores. */
const MAX_STORED = 1_000;

interface Cursor {
  /** The newest position that was told, or needed no telling. */
  head: number;
  /** Told and not acknowledged, in ascending order. */
  readonly open: Set<number>;
  /** Acknowledged above the oldest that is not. */
  readonly above: Set<number>;
  stored: string;
}

/** One user's cursors. */
export interface Cursors {
  /** What was stored for a stream; null for nothing yet. */
  stored(stream: StreamId): Ack | null;
  /** A stream that nothing was told of yet begins here, or goes on where its cursor was. */
  begin(stream: StreamId, upTo: number, above: readonly number[]): void;
  /** A row was told, or needed no telling. */
  told(stream: StreamId, seq: number, needsAck: boolean): void;
  acked(stream: StreamId, seq: number): void;
  /** All that is open counts as acknowledged: the client asks for the state itself. */
  dropAll(): void;
}

export interface CursorBook {
  /** Resolves when the user's cursors are read; call `close` for each. */
  open(user: Id): Promise<Cursors>;
  close(user: Id): void;
}

interface Shelf {
  readonly cursors: Map<StreamId, Cursor>;
  readonly known: Map<StreamId, Ack>;
  readonly api: Cursors;
  readonly read: Promise<void>;
  users: number;
}

interface Deps {
  readonly node: Node;
  readonly after: (millis: number, callback: () => void) => () => void;
  readonly onError: (error: unknown) => void;
}

export function createCursors({ node, after, onError }: Deps): CursorBook {
  const shelves = new Map<Id, Shelf>();
  let waiting = false;

  function schedule(): void {
    if (waiting) return;
    waiting = true;
    after(STORE_MILLIS, () => {
      waiting = false;
      for (const [user, shelf] of shelves) store(user, shelf);
    });
  }

  function store(user: Id, { cursors }: Shelf): void {
    const acks: (Ack & { user: Id; above: number[] })[] = [];
    for (const [stream, cursor] of cursors) {
      const ack = ackOf(stream, cursor);
      const text = JSON.stringify(ack);
      if (text === cursor.stored) continue;
      cursor.stored = text;
      acks.push({ user, ...ack });
    }
    for (let i = 0; i < acks.length; i += MAX_STORED) {
      const input = { acks: acks.slice(i, i + MAX_STORED) };
      node.ask(null, { type: "acks_note", input }).catch(onError);
    }
  }

  function create(user: Id): Shelf {
    const cursors = new Map<StreamId, Cursor>();
    const known = new Map<StreamId, Ack>();
    const cursorOf = (stream: StreamId): Cursor => {
      const cursor = cursors.get(stream) ?? { head: 0, open: new Set(), above: new Set(), stored: "" };
      cursors.set(stream, cursor);
      return cursor;
    };
    const api: Cursors = {
      stored(stream) {
        const live = cursors.get(stream);
        return live === undefined ? (known.get(stream) ?? null) : ackOf(stream, live);
      },
      begin(stream, upTo, above) {
        if (cursors.has(stream)) return;
        const cursor = cursorOf(stream);
        cursor.head = Math.max(upTo, ...above);
        for (const seq of above) cursor.above.add(seq);
        // What lies between was told before, and not acknowledged.
        for (let seq = upTo + 1; seq < cursor.head; seq++) if (!cursor.above.has(seq)) cursor.open.add(seq);
        schedule();
      },
      told(stream, seq, needsAck) {
        const cursor = cursorOf(stream);
        if (seq <= cursor.head) {
          if (!needsAck) api.acked(stream, seq);
          return;
        }
        cursor.head = seq;
        if (needsAck) cursor.open.add(seq);
        else if (cursor.open.size > 0) cursor.above.add(seq);
        bound(cursor);
        schedule();
      },
      acked(stream, seq) {
        const cursor = cursors.get(stream);
        if (cursor?.open.delete(seq) !== true) return;
        cursor.above.add(seq);
        const upTo = upToOf(cursor);
        for (const one of cursor.above) if (one <= upTo) cursor.above.delete(one);
        bound(cursor);
        schedule();
      },
      dropAll() {
        for (const cursor of cursors.values()) {
          cursor.open.clear();
          cursor.above.clear();
        }
        schedule();
      },
    };
    const read = node.ask(null, { type: "acks_get", input: { user } }).then((acks) => {
      for (const ack of acks) known.set(ack.stream, ack);
    });
    return { cursors, known, api, read, users: 0 };
  }

  return {
    async open(user) {
      const shelf = shelves.get(user) ?? create(user);
      shelves.set(user, shelf);
      shelf.users += 1;
      try {
        await shelf.read;
      } catch (error) {
        this.close(user);
        throw error;
      }
      return shelf.api;
    },
    close(user) {
      const shelf = shelves.get(user);
      if (shelf === undefined) return;
      shelf.users -= 1;
      if (shelf.users > 0) return;
      store(user, shelf);
      shelves.delete(user);
    },
  };
}

/** Everything up to here is acknowledged. */
function upToOf({ open, head }: Cursor): number {
  const oldest = open.values().next().value;
  return oldest === undefined ? head : oldest - 1;
}

function ackOf(stream: StreamId, cursor: Cursor): Ack & { above: number[] } {
  const upTo = upToOf(cursor);
  return { stream, upTo, above: [...cursor.above].filter((seq) => seq > upTo).sort((a, b) => a - b) };
}

/** A client that leaves one event open for ever is told no more of it than so many later ones. */
function bound(cursor: Cursor): void {
  while (cursor.above.size > MAX_ACKS_ABOVE) {
    const oldest = cursor.open.values().next().value;
    if (oldest === undefined) return cursor.above.clear();
    cursor.open.delete(oldest);
    const upTo = upToOf(cursor);
    for (const one of cursor.above) if (one <= upTo) cursor.above.delete(one);
  }
}
