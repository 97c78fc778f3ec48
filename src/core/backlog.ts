/**
 * Reading logs for many at once: when everybody comes back after an interruption, a stream that moved is
 * read once for all, not once for each.
 */

import type { Event } from "./events.ts";
import type { Millis, StreamId } from "./model/ids.ts";

/** How long what was read may serve others. */
const KEEP_MILLIS = 2_000;

interface Segment {
  readonly after: number;
  readonly events: readonly Event[];
  readonly read: Millis;
}

/** Reads the events of a stream after a position, up to the limit of one read. */
export type ReadLog = (stream: StreamId, after: number) => Promise<readonly Event[]>;

/** `read` goes to the store; the result reads through it, sharing what others read a moment ago. */
export function sharedBacklog(
  read: ReadLog,
  now: () => Millis,
): (stream: StreamId, after: number, upTo: number) => Promise<readonly Event[]> {
  const segments = new Map<StreamId, Segment>();
  const reading = new Map<StreamId, { readonly after: number; readonly events: Promise<readonly Event[]> }>();

  const start = (stream: StreamId, after: number): Promise<readonly Event[]> => {
    const events = read(stream, after).then((found) => {
      segments.set(stream, { after, events: found, read: now() });
      return found;
    });
    reading.set(stream, { after, events });
    const end = () => {
      if (reading.get(stream)?.events === events) reading.delete(stream);
    };
    events.then(end, end);
    return events;
  };

  const forgetOld = (): void => {
    for (const [stream, segment] of segments) if (now() - segment.read > KEEP_MILLIS) segments.delete(stream);
  };

  return async (stream, after, upTo) => {
    forgetOld();
    const known = segments.get(stream);
    if (known !== undefined && known.after <= after && (known.events.at(-1)?.seq ?? 0) >= upTo) {
      return known.events.slice(after - known.after);
    }
    const pending = reading.get(stream);
    if (pending !== undefined && pending.after <= after) {
      const events = (await pending.events).slice(after - pending.after);
      if (events.length > 0) return events;
    }
    return start(stream, after);
  };
}
