/**
 * Live delivery on one node: who listens to which stream, and in which lane.
 *
 * A lane is a dialect and a variant of it. An event is encoded once per lane that somebody present listens
 * on, and published to the lane's topic of its stream; the network writes it to the sockets. The log is the
 * truth: an event that arrives out of turn is not delivered before those that it follows were read.
 */

import type { Conn, Encoder, Frame } from "./dialect.ts";
import type { Event } from "./events.ts";
import type { Id, StreamId } from "./model/ids.ts";
import { createRecentEvents } from "./recent-events.ts";

/** One session, as the hub sees it. */
export interface Listener {
  readonly conn: Conn;
  readonly encoder: Encoder;
  readonly variant: string;
  /** Where the dialect tells a session its own events in words of their own. */
  readonly own?: Own;
  /** Where a session has more to do about an event than to be told of it. */
  readonly hears?: Hears;
  /** Where what is told differs from session to session: it takes the events themselves, and no frames are made for it. */
  readonly takes?: (event: Event) => void;
}

/** The events that a session hears of itself, besides their frames. */
export interface Hears {
  readonly types: ReadonlySet<Event["type"]>;
  /** Called after the frame was sent. */
  hear(event: Event): void;
}

/** How a session hears of what its own commands made. */
export interface Own {
  readonly session: Id;
  /** The session's copy of an event, in the event's place; `told` is what the others get. */
  frame(event: Event, told: Frame | null): Frame | null;
}

/** What was told in a dialect: events, once for each lane; and deliveries, once for each listener. */
export interface LaneCounts {
  events: number;
  deliveries: number;
}

export interface HubCounts {
  readonly lanes: ReadonlyMap<string, LaneCounts>;
  readonly streams: number;
  /** The sum of the streams' heads. */
  readonly events: number;
  /** How often the log was read for what did not come by itself. */
  readonly healings: number;
}

interface Lane {
  /** Shared by all lanes of a dialect. */
  readonly counts: LaneCounts;
  readonly encoder: Encoder;
  readonly variant: string;
  readonly topic: string;
  listeners: number;
  /** Listeners that hear of their own events in words of their own, by session. */
  readonly own: Map<Id, { readonly conn: Conn; readonly own: Own }>;
  /** Listeners that hear of events themselves, by connection. */
  readonly hears: Map<Conn, Hears>;
  /** Listeners that take the events themselves. */
  readonly taking: Map<Conn, (event: Event) => void>;
}

interface Stream {
  /** The position up to which everything was published. */
  head: number;
  readonly lanes: Map<string, Lane>;
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
  readonly #frames = new WeakMap<Event, Map<string, Frame | null>>();
  readonly #recent = createRecentEvents();
  readonly #counts = new Map<string, LaneCounts>();
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
  }

  /** Deliver an event of any node. A kept one is delivered once, after its predecessor. */
  take(event: Event): void {
    if (event.seq === 0) {
      const stream = this.#streams.get(event.stream);
      if (stream !== undefined) this.#fanOut(stream, event);
      return;
    }
    const stream = this.#streams.get(event.stream);
    if (stream === undefined) return this.#recent.add(event);
    if (event.seq <= stream.head) return;
    if (event.seq > stream.head + 1 || stream.healing) {
      stream.early.push(event);
      void this.#heal(event.stream, stream);
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
    void this.#heal(stream, known);
    await reached;
  }

  isBehind(stream: StreamId, seq: number): boolean {
    const known = this.#streams.get(stream);
    return known !== undefined && known.head < seq;
  }

  /** Deliver live from now on, to somebody who has had everything up to the position. */
  subscribe({ conn, encoder, variant, own, hears, takes }: Listener, id: StreamId, position: number): void {
    let stream = this.#streams.get(id);
    if (stream === undefined) {
      stream = { head: position, lanes: new Map(), early: [], healing: false, waiting: [] };
      this.#streams.set(id, stream);
    }
    const key = `${encoder.name}/${variant}`;
    let lane = stream.lanes.get(key);
    if (lane === undefined) {
      lane = {
        counts: this.#countsOf(encoder.name),
        encoder,
        variant,
        topic: `${key}/${id}`,
        listeners: 0,
        own: new Map(),
        hears: new Map(),
        taking: new Map(),
      };
      stream.lanes.set(key, lane);
    }
    lane.listeners += 1;
    if (own !== undefined) lane.own.set(own.session, { conn, own });
    if (hears !== undefined) lane.hears.set(conn, hears);
    if (takes === undefined) conn.subscribe(lane.topic);
    else lane.taking.set(conn, takes);
  }

  unsubscribe({ conn, encoder, variant, own, takes }: Listener, id: StreamId): void {
    const stream = this.#streams.get(id);
    const key = `${encoder.name}/${variant}`;
    const lane = stream?.lanes.get(key);
    if (stream === undefined || lane === undefined) return;
    if (takes === undefined) conn.unsubscribe(lane.topic);
    else lane.taking.delete(conn);
    lane.listeners -= 1;
    if (own !== undefined && lane.own.get(own.session)?.conn === conn) lane.own.delete(own.session);
    lane.hears.delete(conn);
    if (lane.listeners === 0) stream.lanes.delete(key);
    if (stream.lanes.size > 0) return;
    this.#streams.delete(id);
    for (const { resolve } of stream.waiting) resolve();
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
    const key = `${encoder.name}/${variant}`;
    let frames = this.#frames.get(event);
    if (frames === undefined) {
      frames = new Map();
      this.#frames.set(event, frames);
    }
    let frame = frames.get(key);
    if (frame === undefined) {
      frame = this.#encode(event, encoder, variant);
      frames.set(key, frame);
    }
    return frame;
  }

  /** The streams that somebody listens to here. */
  streams(): StreamId[] {
    return [...this.#streams.keys()];
  }

  counts(): HubCounts {
    let events = 0;
    for (const { head } of this.#streams.values()) events += head;
    return { lanes: this.#counts, streams: this.#streams.size, events, healings: this.#healings };
  }

  #countsOf(dialect: string): LaneCounts {
    const counts = this.#counts.get(dialect) ?? { events: 0, deliveries: 0 };
    this.#counts.set(dialect, counts);
    return counts;
  }

  #encode(event: Event, encoder: Encoder, variant: string): Frame | null {
    try {
      return encoder.encode(event, variant);
    } catch (bug) {
      this.#report(bug); // One dialect's bug must not silence the others, nor tear a hole into its own positions.
      const { stream, seq, at, origin } = event;
      return seq === 0 ? null : encoder.encode({ type: "blank", stream, seq, at, origin }, variant);
    }
  }

  #deliver(stream: Stream, event: Event): void {
    this.#recent.add(event);
    stream.head = event.seq;
    this.#fanOut(stream, event);
    if (stream.waiting.length === 0) return;
    for (const { seq, resolve } of stream.waiting) if (seq <= stream.head) resolve();
    stream.waiting = stream.waiting.filter(({ seq }) => seq > stream.head);
  }

  #fanOut(stream: Stream, event: Event): void {
    for (const lane of stream.lanes.values()) {
      const { encoder, variant, topic, own, hears, taking, counts, listeners } = lane;
      counts.events += 1;
      counts.deliveries += listeners;
      for (const take of taking.values()) take(event);
      if (taking.size === listeners) continue;
      const frame = this.frame(event, encoder, variant);
      const origin = event.origin === 0 ? undefined : own.get(event.origin);
      if (origin?.conn.open === true) this.#tellOrigin(origin, topic, event, frame);
      else if (frame !== null) this.#publish(topic, frame);
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
  async #heal(id: StreamId, stream: Stream): Promise<void> {
    if (stream.healing) return;
    stream.healing = true;
    this.#healings += 1;
    let asked = 0;
    try {
      for (;;) {
        asked = stream.early.length;
        const missing = await this.#backlog(id, stream.head);
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
