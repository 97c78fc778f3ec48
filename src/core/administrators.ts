/** Who administers the default space: known without asking, for dialects that say it of every user. */

import { fields, serverCommand } from "./command.ts";
import type { Happening } from "./events.ts";
import type { Id, Millis } from "./model.ts";
import type { Node } from "./node.ts";
import type { Bus } from "./ports.ts";

/** How long changes are gathered before the list is read anew. */
const GATHER_MILLIS: Millis = 250;

/** Most administrators that are known. */
export const MAX_ADMINISTRATORS = 1_000;

/** The owner of the default space, and the members with a role that may everything. */
export const administratorsGet = serverCommand("read", fields({}), async (tx) => {
  const { id } = await tx.defaultSpace();
  return { reply: await tx.administratorsOf(id, MAX_ADMINISTRATORS), events: [] };
});

/** Resolves to a test that is kept up to date; a change shows in it a moment later. */
export async function knownAdministrators(
  node: Node,
  bus: Bus,
  after: (millis: Millis, callback: () => void) => void,
  onError: (error: unknown) => void,
): Promise<(user: Id) => boolean> {
  const read = async (): Promise<Set<Id>> =>
    new Set(await node.ask(null, { type: "administrators_get", input: {} }));
  let known = await read();
  let waiting = false;
  bus.listen((happenings) => {
    if (waiting || !happenings.some(mayChange)) return;
    waiting = true;
    after(GATHER_MILLIS, () => {
      waiting = false;
      read().then((found) => {
        known = found;
      }, onError);
    });
  });
  return (user) => known.has(user);
}

function mayChange({ type }: Happening): boolean {
  return (
    type.startsWith("role_") ||
    type === "member_update" ||
    type === "member_join" ||
    type === "member_leave" ||
    type === "server_update"
  );
}
