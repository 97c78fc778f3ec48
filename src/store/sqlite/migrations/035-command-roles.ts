/** Which roles may use a slash command. */

import type { Migration } from "../schema.ts";

export const commandRoles: Migration = (db) => {
  // JSON: one of "allowed" is needed (null = none), none of "denied" may.
  db.run(`alter table slash_command add column roles text not null default '{"allowed":null,"denied":[]}'`);
};
