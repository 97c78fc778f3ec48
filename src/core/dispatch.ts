/**
 * Carrying out one command where the store's connection is: schema, handler, then the log.
 *
 * The store calls this inside a transaction, or a savepoint of one, and undoes it when it throws. A handler
 * has no bus in its hands, so nothing can be told that is not stored.
 */

import type { TSchema } from "typebox";
import type { CommandSpec } from "./command.ts";
import { type Command, commands } from "./commands.ts";
import type { Happening } from "./events.ts";
import { Fault } from "./faults.ts";
import { isKept, toLogRow } from "./log-rows.ts";
import type { Actor } from "./model/users.ts";
import type { LogRow } from "./tx/log.ts";
import type { Tx } from "./tx/tx.ts";

/** Faults: those of the command, and `invalid` for an input that does not fit its schema. */
export async function dispatch(
  tx: Tx,
  actor: Actor | null,
  command: Command,
): Promise<{ reply: unknown; events: readonly Happening[] }> {
  const spec: CommandSpec<TSchema, unknown, never> = commands[command.type];
  if (!spec.check(command.input))
    throw new Fault("invalid", `This is no ${command.type}: a field is missing or does not fit`);
  if (spec.signedIn && actor === null) throw new Fault("unauthenticated", "Sign in first");
  const done = await spec.run(tx, actor as never, command.input as never);
  await keep(tx, done.events);
  return done;
}

/** Logs the kept events, streams in ascending order, and fills in their positions. */
async function keep(tx: Tx, events: readonly Happening[]): Promise<void> {
  const kept = events.filter(isKept);
  if (kept.length === 0) return;
  const rows = kept.map(toLogRow);
  const ascending: readonly LogRow[] =
    rows.length === 1 ? rows : rows.toSorted((a, b) => a.stream - b.stream);
  for (const row of rows) row.id = tx.newId();
  await tx.appendLog(ascending);
  for (const [i, row] of rows.entries()) {
    const event = kept[i];
    if (event === undefined) continue;
    event.seq = row.seq;
    event.logId = row.id;
  }
}
