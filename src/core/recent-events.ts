/** The last kept events that came to a node, for those who are joining while they come. */

import type { Event } from "./events.ts";
import type { StreamId } from "./model/ids.ts";

/** At most this many, and about this many bytes of text. */
const MAX_EVENTS = 4_096;
const MAX_BYTES = 8 * 1024 * 1024;

export interface RecentEvents {
  add(event: Event): void;
  /** A place in the flow of events, for `since`. */
  mark(): number;
  /** The events that came after the mark, of these streams and above these positions. */
  since(
    mark: number,
    positions: ReadonlyMap<StreamId, number>,
  ): { readonly events: readonly Event[]; readonly gaps: ReadonlySet<StreamId> };
  /** True when something that came after the mark is here no more. */
  hasForgotten(mark: number): boolean;
}

export function createRecentEvents(): RecentEvents {
  let kept: Event[] = [];
  let bytes = 0;
  /** How many have left. */
  let gone = 0;
  return {
    add(event) {
      kept.push(event);
      bytes += sizeOf(event);
      if (kept.length <= MAX_EVENTS && bytes <= MAX_BYTES) return;
      // Half at a time, so that forgetting costs little per event.
      const forgotten = Math.ceil(kept.length / 2);
      for (const old of kept.slice(0, forgotten)) bytes -= sizeOf(old);
      kept = kept.slice(forgotten);
      gone += forgotten;
    },
    mark: () => gone + kept.length,
    hasForgotten: (mark) => mark < gone,
    since(mark, positions) {
      const events: Event[] = [];
      const gaps = new Set<StreamId>();
      const last = new Map<StreamId, number>();
      for (const event of kept.slice(Math.max(0, mark - gone))) {
        const position = positions.get(event.stream);
        if (position === undefined || event.seq <= position) continue;
        if (event.seq !== (last.get(event.stream) ?? position) + 1) gaps.add(event.stream);
        last.set(event.stream, event.seq);
        events.push(event);
      }
      return { events, gaps };
    },
  };
}

function sizeOf(event: Event): number {
  return "message" in event && typeof event.message === "object" ? 256 + event.message.text.length : 256;
}
