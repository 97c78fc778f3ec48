/**
 * Most texts have no letter that could carry a mark, and taking marks off costs more than all else that looking through
 * a text does. Not strict: the planner takes only a function of strict parts apart that says it is, and calls this one.
 */

import type { Migration } from "../schema.ts";

export const asciiFoldsFast: Migration = async (run) => {
  await run(`create or replace function folded(text) returns text language sql immutable as
    $$ select lower(case when octet_length($1) = length($1) then $1
         else regexp_replace(normalize($1, NFD), '[\\u0300-\\u036f]', '', 'g') end) $$`);
};
