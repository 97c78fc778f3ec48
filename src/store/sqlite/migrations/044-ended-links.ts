/** Links with a network's rooms that somebody here ended: a backend that begins anew does not make them again. */

import type { Migration } from "../schema.ts";

export const endedLinks: Migration = (db) => {
  db.run(
    `create table bridge_ended (
      backend text not null,
      remote_id text not null,
      primary key (backend, remote_id)
    ) without rowid`,
  );
};
