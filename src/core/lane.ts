/** A lane of a stream: those of one dialect and variant who listen to it. */

import type { Bundle } from "./bundles.ts";
import type { Conn, Encoder } from "./dialect.ts";
import type { Event } from "./events.ts";
import type { Hears, Listener, Own } from "./listener.ts";
import type { Id, StreamId } from "./model/ids.ts";

/** What was told in a dialect: events, once for each lane; and deliveries, once for each listener. */
export interface LaneCounts {
  events: number;
  deliveries: number;
}

export interface Lane {
  /** Shared by all lanes of a dialect. */
  readonly counts: LaneCounts;
  readonly encoder: Encoder;
  readonly variant: string;
  readonly topic: string;
  /** Those who are subscribed to it by itself. */
  listeners: number;
  /** Topics besides its own, of those who are subscribed to it together with other streams. */
  readonly bundles: Set<Bundle>;
  /** Listeners that hear of their own events in words of their own, by session. */
  readonly own: Map<Id, { readonly conn: Conn; readonly own: Own }>;
  /** Listeners that hear of events themselves, by connection. */
  readonly hears: Map<Conn, Hears>;
  /** Listeners that take the events themselves. */
  readonly taking: Map<Conn, (event: Event) => void>;
}

/** Names the lane, in all streams. */
export function laneKey({ encoder, variant }: Pick<Listener, "encoder" | "variant">): string {
  return `${encoder.name}/${variant}`;
}

/** The lane of those who listen as this one does, without anybody in it. */
export function makeLane({ encoder, variant }: Listener, stream: StreamId, counts: LaneCounts): Lane {
  return {
    counts,
    encoder,
    variant,
    topic: `${laneKey({ encoder, variant })}/${stream}`,
    listeners: 0,
    bundles: new Set(),
    own: new Map(),
    hears: new Map(),
    taking: new Map(),
  };
}

/** How many are told of what is told there. */
export function audienceOf({ listeners, bundles }: Lane): number {
  let all = listeners;
  for (const bundle of bundles) all += bundle.listeners;
  return all;
}
