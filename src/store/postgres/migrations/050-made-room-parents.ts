/** Of a room that a network is asked for: what the network calls the room in which it is to stand. */

import type { Migration } from "../schema.ts";

export const madeRoomParents: Migration = async (run) => {
  await run("alter table bridge_made add column parent text");
};
