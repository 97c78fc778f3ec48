/** Which stream tells of a room. */

import type { Room, StreamId } from "./model.ts";

/** A thread's life stands in the stream of its room: who may read the one may read the other. */
export function streamOf({ id, kind, parent }: Room): StreamId {
  return kind === "thread" && parent !== null ? parent : id;
}
