/** Which stream tells of a room. */

import type { StreamId } from "./model/ids.ts";
import type { Room } from "./model/rooms.ts";

/** A thread's life stands in the stream of its room: who may read the one may read the other. */
export function streamOf({ id, kind, parent }: Room): StreamId {
  return kind === "thread" && parent !== null ? parent : id;
}
