/** Rooms that somebody here asked a network for: what is to be made, and what was made, under its id there. */

import type { Migration } from "../schema.ts";

export const madeRooms: Migration = async (run) => {
  await run(
    `create table bridge_made (
      backend text not null,
      name text not null,
      remote_id text,
      reason text not null, -- why it was not made
      primary key (backend, name)
    )`,
  );
};
