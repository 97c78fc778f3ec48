/**
 * Streams that many listeners have in common, told to them by one topic.
 *
 * A subscription costs the network 150 bytes, for every stream of every connection: 3.3 KiB a session in 20 rooms.
 * Those who see the same rooms are subscribed once, to the topic of all they see; an event of one of the streams is
 * published there as well as to the stream's own topic.
 */

import type { Conn } from "./dialect.ts";
import type { StreamId } from "./model/ids.ts";

export interface Bundle {
  /** Of the lane and the streams together. */
  readonly topic: string;
  readonly lane: string;
  readonly streams: ReadonlySet<StreamId>;
  listeners: number;
  /** How many wanted to be told by it. */
  wanted: number;
}

export const NO_STREAMS: ReadonlySet<StreamId> = new Set();

/** So few who see the same are told by the topics of the streams: each bundle is one more sending for every event. */
const FEW = 4;

export class Bundles {
  /** By their sets, which are one and the same for all who see the same, and by lane. */
  readonly #made = new WeakMap<ReadonlySet<StreamId>, Map<string, Bundle>>();
  readonly #fewer = new WeakMap<ReadonlySet<StreamId>, Map<StreamId, ReadonlySet<StreamId>>>();
  readonly #of = new Map<Conn, Bundle>();
  #topics = 0;

  /** By which the connection is told; null where by none. */
  of(conn: Conn): Bundle | null {
    return this.#of.get(conn) ?? null;
  }

  /** Somebody more wants to be told of these streams together; null while they are too few. */
  wanted(lane: string, streams: ReadonlySet<StreamId>): Bundle | null {
    const bundle = this.#find(lane, streams);
    bundle.wanted += 1;
    return bundle.wanted > FEW ? bundle : null;
  }

  /** The same without a stream. */
  without({ lane, streams }: Bundle, stream: StreamId): Bundle {
    const known = this.#fewer.get(streams) ?? new Map<StreamId, ReadonlySet<StreamId>>();
    this.#fewer.set(streams, known);
    const rest = known.get(stream) ?? new Set([...streams].filter((id) => id !== stream));
    known.set(stream, rest);
    return this.#find(lane, rest);
  }

  enter(conn: Conn, bundle: Bundle): void {
    this.#of.set(conn, bundle);
    bundle.listeners += 1;
    conn.subscribe(bundle.topic);
  }

  leave(conn: Conn, bundle: Bundle): void {
    bundle.listeners -= 1;
    conn.unsubscribe(bundle.topic);
  }

  /** The connection is told by no bundle any more. */
  forget(conn: Conn): void {
    this.#of.delete(conn);
  }

  #find(lane: string, streams: ReadonlySet<StreamId>): Bundle {
    const lanes = this.#made.get(streams) ?? new Map<string, Bundle>();
    this.#made.set(streams, lanes);
    let bundle = lanes.get(lane);
    if (bundle === undefined) {
      this.#topics += 1;
      bundle = { topic: `${lane}/+${this.#topics}`, lane, streams, listeners: 0, wanted: 0 };
      lanes.set(lane, bundle);
    }
    return bundle;
  }
}
