/**
 * Live delivery on one node: who listens to which stream, and in which lane.
 *
 * A lane is a dialect and a variant of it. An event is encoded once per lane that somebody present listens
 * on, and published to the lane's topic of its stream; the network writes it to the sockets. The log is the
 * truth: an event that arrives out of turn is not delivered before those that it follows were read.
 */

import { Audience } from "./audience.ts";
import type { Conn, Encoder, Frame } from "./dialect.ts";
import type { Event } from "./events.ts";
import { Frames } from "./frames.ts";
import { audienceOf, type LaneCounts } from "./lane.ts";
import type { Hears, Listener, Own } from "./listener.ts";
import type { StreamId } from "./model/ids.ts";
import { createRecentEvents } from "./recent-events.ts";

export interface HubCounts {
  readonly lanes: ReadonlyMap<string, LaneCounts>;
  readonly streams: number;
  /** The sum of the streams' heads. */
  readonly events: number;
  /** How often the log was read for what did not come by itself. */
  readonly healings: number;
}

interface Stream {
  readonly id: StreamId;
  /** The position up to which everything was published. */
  head: number;
  /** Came before its predecessor; waits for it. */
  early: Event[];
  healing: boolean;
  waiting: { readonly seq: number; readonly resolve: () => void }[];
}

export class Hub {
  readonly #publish: (topic: string, frame: Frame) => void;
  readonly #backlog: (stream: StreamId, after: number) => Promise<readonly Event[]>;
  readonly #report: (bug: unknown) => void;
  readonly #streams = new Map<StreamId, Stream>();
  readonly #frames: Frames;
  readonly #recent = createRecentEvents();
  readonly #audience = new Audience((stream) => this.#forget(stream));
  #healings = 0;

  /**
   * `publish` sends a frame to all subscribers of a topic; `backlog` reads kept events after a position;
   * `report` hears of bugs in encoders.
   */
  constructor(
    publish: (topic: string, frame: Frame) => void,
    backlog: (stream: StreamId, after: number) => Promise<readonly Event[]>,
    report: (bug: unknown) => void,
  ) {
    this.#publish = publish;
    this.#backlog = backlog;
    this.#report = report;
    this.#frames = new Frames(report);
  }

  /** Deliver an event of any node. A kept one is delivered once, after its predecessor. */
  take(event: Event): void {
    if (event.seq === 0) return this.#fanOut(event);
    const stream = this.#streams.get(event.stream);
    if (stream === undefined) return this.#recent.add(event);
    if (event.seq <= stream.head) return;
    if (event.seq > stream.head + 1 || stream.healing) {
      stream.early.push(event);
      void this.#heal(stream);
      return;
    }
    this.#deliver(stream, event);
  }

  /** A place in the flow of events, for `since`. */
  mark(): number {
    return this.#recent.mark();
  }

  /**
   * The kept events that came after the mark, of these streams and above these positions. `lost` names the
   * streams whose log has to be read instead, because events were forgotten or never came here; of these there
   * are no events.
   */
  since(mark: number, positions: ReadonlyMap<StreamId, number>): { events: Event[]; lost: StreamId[] } {
    const { events, gaps } = this.#recent.since(mark, positions);
    const last = new Map(events.map(({ stream, seq }) => [stream, seq]));
    const lost = new Set(gaps);
    for (const [stream, position] of positions) {
      const known = this.#streams.get(stream);
      const forgotten =
        known === undefined ? this.#recent.hasForgotten(mark) : known.head > (last.get(stream) ?? position);
      if (forgotten) lost.add(stream);
    }
    return { events: events.filter(({ stream }) => !lost.has(stream)), lost: [...lost] };
  }

  /** Resolves when everything up to the position was published here; at once where nobody listens yet. */
  async reached(stream: StreamId, seq: number): Promise<void> {
    const known = this.#streams.get(stream);
    if (known === undefined || known.head >= seq) return;
    const reached = new Promise<void>((resolve) => known.waiting.push({ seq, resolve }));
    void this.#heal(known);
    await reached;
  }

  isBehind(stream: StreamId, seq: number): boolean {
    const known = this.#streams.get(stream);
    return known !== undefined && known.head < seq;
  }

  /** Deliver live from now on, to somebody who has had everything up to the position. */
  subscribe(listener: Listener, id: StreamId, position: number): void {
    if (!this.#streams.has(id))
      this.#streams.set(id, { id, head: position, early: [], healing: false, waiting: [] });
    this.#audience.subscribe(listener, id);
  }

  unsubscribe(listener: Listener, id: StreamId): void {
    this.#audience.unsubscribe(listener, id);
  }

  /**
   * Somebody is subscribed to all these streams, as others may be, and hears of them by one topic as soon as those are
   * enough. The set must not change. Nothing happens where the session is told things in words of its own.
   */
  gather(listener: Listener, streams: ReadonlySet<StreamId>): void {
    this.#audience.gather(listener, streams);
  }

  /** Take somebody out of all streams that are told it by one topic; gives which these were. */
  scatter(listener: Listener): ReadonlySet<StreamId> {
    return this.#audience.scatter(listener);
  }

  /** Tell one listener of an event, outside the streams. */
  tell({ conn, encoder, variant, hears, takes }: Listener, event: Event): void {
    if (takes !== undefined) return takes(event);
    const frame = this.frame(event, encoder, variant);
    if (frame !== null) conn.send(frame);
    if (hears?.types.has(event.type) === true) hears.hear(event);
  }

  /** The frame of an event in a lane, encoded once. A kept event that cannot be told still holds its position. */
  frame(event: Event, encoder: Encoder, variant: string): Frame | null {
    return this.#frames.of(event, encoder, variant);
  }

  /** How many listen to a stream here. */
  audience(id: StreamId): number {
    let all = 0;
    for (const lane of this.#audience.of(id).values()) all += audienceOf(lane);
    return all;
  }

  /** The streams that somebody listens to here. */
  streams(): StreamId[] {
    return [...this.#streams.keys()];
  }

  counts(): HubCounts {
    let events = 0;
    for (const { head } of this.#streams.values()) events += head;
    return { lanes: this.#audience.counts, streams: this.#streams.size, events, healings: this.#healings };
  }

  #forget(id: StreamId): void {
    const stream = this.#streams.get(id);
    this.#streams.delete(id);
    for (const { resolve } of stream?.waiting ?? []) resolve();
  }

  #deliver(stream: Stream, event: Event): void {
    this.#recent.add(event);
    stream.head = event.seq;
    this.#fanOut(event);
    if (stream.waiting.length === 0) return;
    for (const { seq, resolve } of stream.waiting) if (seq <= stream.head) resolve();
    stream.waiting = stream.waiting.filter(({ seq }) => seq > stream.head);
  }

  #fanOut(event: Event): void {
    for (const lane of this.#audience.of(event.stream).values()) {
      const { encoder, variant, topic, own, hears, taking, counts, listeners, bundles } = lane;
      counts.events += 1;
      counts.deliveries += audienceOf(lane);
      for (const take of taking.values()) take(event);
      if (taking.size === listeners && bundles.size === 0) continue;
      const frame = this.frame(event, encoder, variant);
      const origin = event.origin === 0 ? undefined : own.get(event.origin);
      if (origin?.conn.open === true) this.#tellOrigin(origin, topic, event, frame);
      else if (frame !== null && taking.size < listeners) this.#publish(topic, frame);
      if (frame !== null) for (const bundle of bundles) this.#publish(bundle.topic, frame);
      if (hears.size > 0) this.#letHear([...hears.values()], event);
    }
  }

  #letHear(hears: readonly Hears[], event: Event): void {
    for (const { types, hear } of hears) {
      if (!types.has(event.type)) continue;
      try {
        hear(event);
      } catch (bug) {
        this.#report(bug);
      }
    }
  }

  #tellOrigin(
    { conn, own }: { conn: Conn; own: Own },
    topic: string,
    event: Event,
    told: Frame | null,
  ): void {
    if (told !== null) conn.publishToOthers(topic, told);
    try {
      const frame = own.frame(event, told);
      if (frame !== null) conn.send(frame);
    } catch (bug) {
      this.#report(bug);
    }
  }

  /** Reads what is missing from the log, then goes on with what came meanwhile. */
  async #heal(stream: Stream): Promise<void> {
    if (stream.healing) return;
    stream.healing = true;
    this.#healings += 1;
    let asked = 0;
    try {
      for (;;) {
        asked = stream.early.length;
        const missing = await this.#backlog(stream.id, stream.head);
        for (const event of missing) if (event.seq === stream.head + 1) this.#deliver(stream, event);
        if (missing.length === 0) break;
      }
    } catch (bug) {
      this.#report(bug);
      asked = stream.early.length;
    }
    stream.healing = false;
    // What had come before the last reading was told by it, or could not be read: asking again at once would
    // go on for ever. The next event asks, or the comparison with the store.
    const later = stream.early.slice(asked);
    stream.early = [];
    for (const event of later) this.take(event);
  }
}
