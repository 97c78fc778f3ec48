/** Who listens to which stream on one node: in lanes, and together with others in bundles. */

import { type Bundle, Bundles, NO_STREAMS } from "./bundles.ts";
import { type Lane, type LaneCounts, laneKey, makeLane } from "./lane.ts";
import type { Listener } from "./listener.ts";
import type { StreamId } from "./model/ids.ts";

/** The lanes of one stream, by their keys. */
export type Lanes = ReadonlyMap<string, Lane>;

const NO_LANES: Lanes = new Map();

export class Audience {
  readonly #left: (stream: StreamId) => void;
  readonly #lanes = new Map<StreamId, Map<string, Lane>>();
  readonly #bundles = new Bundles();
  readonly #counts = new Map<string, LaneCounts>();

  /** `left` hears when the last listener of a stream has left. */
  constructor(left: (stream: StreamId) => void) {
    this.#left = left;
  }

  /** By dialect. */
  get counts(): ReadonlyMap<string, LaneCounts> {
    return this.#counts;
  }

  of(stream: StreamId): Lanes {
    return this.#lanes.get(stream) ?? NO_LANES;
  }

  subscribe(listener: Listener, id: StreamId): void {
    const { conn, own, hears, takes } = listener;
    const lane = this.#laneOf(listener, id);
    lane.listeners += 1;
    if (own !== undefined) lane.own.set(own.session, { conn, own });
    if (hears !== undefined) lane.hears.set(conn, hears);
    if (takes === undefined) conn.subscribe(lane.topic);
    else lane.taking.set(conn, takes);
  }

  unsubscribe(listener: Listener, id: StreamId): void {
    const wanted = this.#bundles.wantedBy(listener);
    if (wanted?.streams.has(id) === true) this.#bundle(listener, this.#bundles.without(wanted, id));
    this.#leave(listener, id);
  }

  /**
   * Somebody is subscribed to all these streams, as others may be, and hears of them by one topic as soon as those are
   * enough. The set must not change. Nothing happens where the session is told things in words of its own.
   */
  gather(listener: Listener, streams: ReadonlySet<StreamId>): void {
    const { own, hears, takes } = listener;
    if (own !== undefined || hears !== undefined || takes !== undefined) return;
    const bundle = this.#bundles.find(listener, streams);
    if (this.#bundles.wantedBy(listener) !== bundle) this.#bundle(listener, bundle);
  }

  /** Take somebody out of all streams that are told it by one topic; gives which these were. */
  scatter(listener: Listener): ReadonlySet<StreamId> {
    const bundle = this.#bundles.of(listener);
    this.#bundles.forget(listener);
    if (bundle === null) return NO_STREAMS;
    this.#leaveBundle(listener, bundle);
    this.#loosen(bundle);
    return bundle.streams;
  }

  #laneOf(listener: Listener, id: StreamId): Lane {
    const lanes = this.#lanes.get(id) ?? new Map<string, Lane>();
    this.#lanes.set(id, lanes);
    const key = laneKey(listener);
    let lane = lanes.get(key);
    if (lane === undefined) {
      lane = makeLane(listener, id, this.#countsOf(listener.encoder.name));
      lanes.set(key, lane);
    }
    return lane;
  }

  #leave(listener: Listener, id: StreamId): void {
    const { conn, own, takes } = listener;
    const lane = this.of(id).get(laneKey(listener));
    if (lane === undefined) return;
    if (takes === undefined) conn.unsubscribe(lane.topic);
    else lane.taking.delete(conn);
    lane.listeners -= 1;
    if (own !== undefined && lane.own.get(own.session)?.conn === conn) lane.own.delete(own.session);
    lane.hears.delete(conn);
    this.#forgetEmpty(listener, id);
  }

  /** It is told by this one, with all who wait for it, once they are enough. */
  #bundle(listener: Listener, bundle: Bundle): void {
    const before = this.#bundles.of(listener);
    this.#bundles.want(listener, bundle);
    const ready = this.#bundles.ready(bundle);
    for (const each of ready) this.#move(each, each === listener ? before : null, bundle);
    if (ready.length === 0) this.#move(listener, before, null);
    if (before !== null) this.#loosen(before);
  }

  /** Those who are left of it are told by the streams' own topics, if they are too few. */
  #loosen(bundle: Bundle): void {
    for (const listener of this.#bundles.left(bundle)) {
      this.#bundles.want(listener, bundle);
      this.#move(listener, bundle, null);
    }
  }

  /**
   * From one to another; null = to the streams' own topics. It is subscribed to the same streams as before, and all
   * happens in one turn: every event is told before it or after it.
   */
  #move(listener: Listener, from: Bundle | null, to: Bundle | null): void {
    const before = from?.streams ?? NO_STREAMS;
    const after = to?.streams ?? NO_STREAMS;
    for (const id of before) if (!after.has(id)) this.subscribe(listener, id);
    if (to !== null) this.#enterBundle(listener, to);
    for (const id of after) if (!before.has(id)) this.#leave(listener, id);
    if (from !== null) this.#leaveBundle(listener, from);
  }

  /** All its streams are listened to already. */
  #enterBundle(listener: Listener, bundle: Bundle): void {
    this.#bundles.enter(listener, bundle);
    if (bundle.listeners > 1) return;
    for (const id of bundle.streams) {
      if (this.#lanes.has(id)) this.#laneOf(listener, id).bundles.add(bundle);
    }
  }

  #leaveBundle(listener: Listener, bundle: Bundle): void {
    this.#bundles.leave(listener, bundle);
    if (bundle.listeners > 0) return;
    const key = laneKey(listener);
    for (const id of bundle.streams) {
      this.of(id).get(key)?.bundles.delete(bundle);
      this.#forgetEmpty(listener, id);
    }
  }

  /** A stream goes with the last who listened to it. */
  #forgetEmpty(listener: Listener, id: StreamId): void {
    const lanes = this.#lanes.get(id);
    const key = laneKey(listener);
    const lane = lanes?.get(key);
    if (lanes === undefined || lane === undefined) return;
    if (lane.listeners > 0 || lane.bundles.size > 0) return;
    lanes.delete(key);
    if (lanes.size > 0) return;
    this.#lanes.delete(id);
    this.#left(id);
  }

  #countsOf(dialect: string): LaneCounts {
    const counts = this.#counts.get(dialect) ?? { events: 0, deliveries: 0 };
    this.#counts.set(dialect, counts);
    return counts;
  }
}
