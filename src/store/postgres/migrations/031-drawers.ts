/** What only one protocol knows of a room, a role, a user or a space. */

import type { Migration } from "../schema.ts";

export const drawers: Migration = async (run) => {
  await run(`create table drawer (
    dialect text not null,
    subject bigint not null,
    value text not null, -- JSON
    primary key (dialect, subject)
  )`);
  await run(`create function drawer_gone() returns trigger language plpgsql as $$ begin
    delete from drawer where subject = old.id;
    return null;
  end $$`);
  for (const table of ["room", "role"])
    await run(
      `create trigger drawer_${table} after delete on ${table} for each row execute function drawer_gone()`,
    );
};
