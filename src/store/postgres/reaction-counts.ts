/** Reactions of messages, counted. */

import type { Id } from "../../core/model/ids.ts";
import type { ReactionCount } from "../../core/model/messages.ts";
import type { Database } from "./statements.ts";

/** Counts the reactions of messages, in the order of their first use; `reader` decides which are `mine`. */
export function reactionCounter(
  db: Database,
): (ids: readonly Id[], reader: Id) => Promise<Map<Id, ReactionCount[]>> {
  const counts = db.prepare<{ message: Id; emoji: string; count: number; mine: number }, [Id, string]>(
    `select message, emoji, count(*) as count, bool_or(user = ?) as mine from reaction
     where message = any(array(select value from ids_of(?))) group by message, emoji order by message, min(at), emoji`,
  );
  return async (ids, reader) => {
    const of = new Map<Id, ReactionCount[]>();
    for (const { message, emoji, count, mine } of await counts.all(reader, JSON.stringify(ids))) {
      const list = of.get(message) ?? [];
      list.push({ emoji, count, mine: mine === 1 });
      of.set(message, list);
    }
    return of;
  };
}
