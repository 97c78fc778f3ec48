/** Who administers the default space: known without asking, for dialects that say it of every user. */

import { fields, serverCommand } from "./command.ts";
import type { Happening } from "./events.ts";
import type { Id } from "./model/ids.ts";
import type { Node } from "./node.ts";
import type { Bus } from "./ports.ts";

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
  onError: (error: unknown) => void,
): Promise<(user: Id) => boolean> {
  const read = async (): Promise<Set<Id>> =>
    new Set(await node.ask(null, { type: "administrators_get", input: {} }));
  let known = await read();
  let state: "idle" | "reading" | "stale" = "idle";
  const refresh = (): void => {
    state = "reading";
    void read()
      .then((found) => {
        known = found;
      }, onError)
      .then(() => {
        if (state === "stale") refresh();
        else state = "idle";
      });
  };
  bus.listen((happenings) => {
    if (!happenings.some(mayChange)) return;
    // Changes that come while it is read are read together afterwards.
    if (state === "idle") refresh();
    else state = "stale";
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
