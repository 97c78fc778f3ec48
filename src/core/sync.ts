/**
 * Joining streams, for all dialects: what was missed first, then live, nothing twice and nothing left out.
 *
 * Whoever joins takes a mark of the hub's flow before the state is read. When the hub has published up to
 * the state's positions, the rest happens in one turn: what came after the mark and above the positions is
 * sent, and the connection subscribes. Long sendings go out in pieces, the next when the peer has read.
 */

import type { Frame } from "./dialect.ts";
import type { Event } from "./events.ts";
import type { Hub } from "./hub.ts";
import type { Listener } from "./listener.ts";
import type { StreamId } from "./model/ids.ts";

/** About the most that is sent before the peer has read what came before, in bytes. */
export const PIECE_BYTES = 256 * 1024;

export interface Joining {
  readonly listener: Listener;
  /** From `hub.mark()`, taken before the positions were read. */
  readonly mark: number;
  /** What the listener has, by stream; moves as events are sent. */
  readonly positions: Map<StreamId, number>;
  /** Where the streams stood when the state was read: what lies between is read from the log. */
  readonly heads: ReadonlyMap<StreamId, number>;
  /** Sent before anything else. */
  readonly first: readonly Frame[];
  /** Sent when all that was missed has been sent, before anything live. */
  readonly last: () => readonly Frame[];
  /** Asked again before each sending, for a right may end while somebody joins. */
  readonly mayRead: (stream: StreamId) => boolean;
  /** Called with each event that was sent. */
  readonly told: (event: Event) => void;
  /** Called in the turn in which the listener became live: what happens after it finds it there. */
  readonly live: () => void;
}

type Backlog = (stream: StreamId, after: number, upTo: number) => Promise<readonly Event[]>;

/** Resolves to true when the listener is live in all the streams, to false when its connection closed before. */
export async function join(hub: Hub, backlog: Backlog, joining: Joining): Promise<boolean> {
  const { listener, positions, first, last, mayRead } = joining;
  const { conn } = listener;
  let { mark } = joining;
  const send = sender(hub, joining);

  for (const frame of first) {
    conn.send(frame);
    if (!(await conn.drained())) return false;
  }
  for (const stream of [...positions.keys()]) {
    const head = joining.heads.get(stream) ?? 0;
    if (!(await catchUp(backlog, send, stream, head))) return false;
  }
  for (;;) {
    if (!conn.open) return false;
    const ahead = [...positions].find(([stream, seq]) => hub.isBehind(stream, seq));
    if (ahead !== undefined) {
      await hub.reached(ahead[0], ahead[1]);
      continue;
    }
    const { events, lost } = hub.since(mark, positions);
    // Of the streams that are not lost everything is sent before the mark moves over it.
    if (!send.upToPiece(events)) {
      if (!(await conn.drained())) return false;
      continue;
    }
    if (lost.length > 0) {
      mark = hub.mark();
      for (const stream of lost) {
        if (!(await catchUp(backlog, send, stream, Number.MAX_SAFE_INTEGER))) return false;
      }
      continue;
    }
    for (const frame of last()) conn.send(frame);
    for (const [stream, seq] of positions) if (mayRead(stream)) hub.subscribe(listener, stream, seq);
    joining.live();
    return true;
  }

  async function catchUp(
    read: Backlog,
    { upToPiece }: Sender,
    stream: StreamId,
    head: number,
  ): Promise<boolean> {
    for (;;) {
      const position = positions.get(stream) ?? 0;
      if (position >= head) return true;
      const events = await read(stream, position, head);
      if (!conn.open) return false;
      if (events.length === 0) return true;
      upToPiece(events);
      if (!(await conn.drained())) return false;
    }
  }
}

interface Sender {
  /** Sends events until a piece is full, and moves the positions; false when some are left. */
  readonly upToPiece: (events: readonly Event[]) => boolean;
}

function sender(hub: Hub, { listener, positions, mayRead, told }: Joining): Sender {
  const { conn, encoder, variant } = listener;
  return {
    upToPiece(events) {
      let bytes = 0;
      for (const event of events) {
        if (bytes >= PIECE_BYTES) return false;
        const readable = mayRead(event.stream);
        const frame = readable && listener.takes === undefined ? hub.frame(event, encoder, variant) : null;
        if (frame !== null) {
          conn.send(frame);
          bytes += frame.length;
          told(event);
        } else if (readable && listener.takes !== undefined) {
          listener.takes(event);
          told(event);
        }
        if (mayRead(event.stream) && listener.hears?.types.has(event.type) === true)
          listener.hears.hear(event);
        positions.set(event.stream, event.seq);
      }
      return true;
    },
  };
}
