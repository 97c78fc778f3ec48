/** Rooms that were deleted and whose messages are still to be erased. */

import type { Migration } from "../schema.ts";

export const deletedRooms: Migration = (db) => {
  db.run(`create table deleted_room (
    id integer primary key,
    up_to integer not null, -- where its log stood when it was deleted
    erased integer not null default 0 -- up to here its log is
  ) strict`);
};
