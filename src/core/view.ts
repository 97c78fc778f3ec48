/**
 * What a session remembers of its sight: ids alone, and one copy for all who see the same. The sight itself, rooms
 * and positions and all, would take a kilobyte a room for every session.
 */

import type { Id, StreamId } from "./model/ids.ts";
import type { Sight } from "./sight.ts";

export interface View {
  /** Rooms of the space. */
  readonly rooms: ReadonlySet<StreamId>;
  /** All that everybody with this view listens to: the rooms, the space and, where it is read, the staff's. */
  readonly streams: ReadonlySet<StreamId>;
  /** The staff's stream, and whether it is read. */
  readonly staff: StreamId;
  readonly readsStaff: boolean;
}

/** Different views that are shared at a time; with more, some are kept twice. */
const MAX_SHARED = 1_000;

/** Makes the view of a sight, the same one for the same rooms. */
export function createViews(): (sight: Sight) => View {
  const shared = new Map<string, View>();
  return ({ rooms, space, staff }) => {
    const ids: Id[] = rooms.map(({ id }) => id);
    const key = [space.staff, staff ? 1 : 0, ...ids].join();
    const known = shared.get(key);
    if (known !== undefined) return known;
    if (shared.size >= MAX_SHARED) shared.clear();
    const streams = new Set([...ids, space.id, ...(staff ? [space.staff] : [])]);
    const view: View = { rooms: new Set(ids), streams, staff: space.staff, readsStaff: staff };
    shared.set(key, view);
    return view;
  };
}
