/** A room at its beginning. */

import type { Room, RoomView } from "./model/rooms.ts";

/** A room with nothing set but what is given: no members yet, no messages, no owner. */
export function newRoom(
  given: Pick<Room, "id" | "space" | "kind" | "name" | "creator" | "created"> & Partial<RoomView>,
): RoomView {
  return {
    topic: "",
    parent: null,
    position: 0,
    slowMode: 0,
    retention: 0,
    archived: false,
    userLimit: 0,
    owner: null,
    overrides: [],
    backend: null,
    remoteId: null,
    members: [],
    voice: [],
    call: null,
    maker: null,
    locked: false,
    tags: [],
    under: null,
    archiveAfter: 0,
    noPreviews: false,
    thread: null,
    last: { id: 0, n: 0, at: 0 },
    ...given,
  };
}
