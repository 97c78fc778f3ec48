/**
 * Streams that many listeners have in common, told to them by one topic.
 *
 * A subscription costs the network 150 bytes, for every stream of every connection: 3.3 KiB a session in 20 rooms.
 * Those who see the same rooms are subscribed once, to the topic of all they see; an event of one of the streams is
 * published there as well as to the stream's own topic.
 */

import { laneKey } from "./lane.ts";
import type { Listener } from "./listener.ts";
import type { StreamId } from "./model/ids.ts";

export interface Bundle {
  /** Of the lane and the streams together. */
  readonly topic: string;
  readonly lane: string;
  readonly streams: ReadonlySet<StreamId>;
  /** How many are told by it. */
  listeners: number;
  /** Who wants to be told by it and is told by the topics of the streams, as there are too few of them. */
  readonly waiting: Set<Listener>;
}

export const NO_STREAMS: ReadonlySet<StreamId> = new Set();

/**
 * So few who see the same are told by the topics of the streams. Each bundle is one more sending for every event, 0.8 µs,
 * and a delivery costs about as much: with more than so many to a bundle, however many different views there are of a
 * room, what the sendings cost is a few hundredths.
 */
const FEW = 16;

/** When there are fewer than these left, they are told by the topics of the streams again. */
const TOO_FEW = FEW / 2;

export class Bundles {
  /** By their sets, which are one and the same for all who see the same, and by lane. */
  readonly #made = new WeakMap<ReadonlySet<StreamId>, Map<string, Bundle>>();
  readonly #fewer = new WeakMap<ReadonlySet<StreamId>, Map<StreamId, ReadonlySet<StreamId>>>();
  /** By which each is told, or would be if it were not for the others. */
  readonly #wanted = new Map<Listener, Bundle>();
  #topics = 0;

  /** Which the listener wants to be told by; null = none. */
  wantedBy(listener: Listener): Bundle | null {
    return this.#wanted.get(listener) ?? null;
  }

  /** By which the listener is told; null where by none. */
  of(listener: Listener): Bundle | null {
    const bundle = this.#wanted.get(listener);
    return bundle === undefined || bundle.waiting.has(listener) ? null : bundle;
  }

  /** That of the listener's lane and these streams. */
  find(listener: Listener, streams: ReadonlySet<StreamId>): Bundle {
    return this.#find(laneKey(listener), streams);
  }

  /** The same without a stream. */
  without({ lane, streams }: Bundle, stream: StreamId): Bundle {
    const known = this.#fewer.get(streams) ?? new Map<StreamId, ReadonlySet<StreamId>>();
    this.#fewer.set(streams, known);
    const rest = known.get(stream) ?? new Set([...streams].filter((id) => id !== stream));
    known.set(stream, rest);
    return this.#find(lane, rest);
  }

  /** The listener wants this one, and waits for it from now on. */
  want(listener: Listener, bundle: Bundle): void {
    this.forget(listener);
    this.#wanted.set(listener, bundle);
    bundle.waiting.add(listener);
  }

  /** Those who wait for it and need not, as they are enough, or others are told by it. */
  ready({ listeners, waiting }: Bundle): readonly Listener[] {
    return listeners > 0 || waiting.size > FEW ? [...waiting] : [];
  }

  /** Those who are told by it and are too few for that. */
  left(bundle: Bundle): readonly Listener[] {
    if (bundle.listeners === 0 || bundle.listeners >= TOO_FEW) return [];
    return [...this.#wanted].filter(([, wanted]) => wanted === bundle).map(([listener]) => listener);
  }

  enter(listener: Listener, bundle: Bundle): void {
    bundle.waiting.delete(listener);
    bundle.listeners += 1;
    listener.conn.subscribe(bundle.topic);
  }

  leave({ conn }: Listener, bundle: Bundle): void {
    bundle.listeners -= 1;
    conn.unsubscribe(bundle.topic);
  }

  /** The listener wants to be told by none any more. */
  forget(listener: Listener): void {
    this.#wanted.get(listener)?.waiting.delete(listener);
    this.#wanted.delete(listener);
  }

  #find(lane: string, streams: ReadonlySet<StreamId>): Bundle {
    const lanes = this.#made.get(streams) ?? new Map<string, Bundle>();
    this.#made.set(streams, lanes);
    let bundle = lanes.get(lane);
    if (bundle === undefined) {
      this.#topics += 1;
      bundle = { topic: `${lane}/+${this.#topics}`, lane, streams, listeners: 0, waiting: new Set() };
      lanes.set(lane, bundle);
    }
    return bundle;
  }
}
