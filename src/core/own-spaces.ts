/** Which spaces somebody is in, and which space an address names. */

import { requireCaller } from "./authorize.ts";
import { command, fields } from "./command.ts";
import type { Id } from "./model/ids.ts";
import type { Space } from "./model/spaces.ts";
import type { Tx } from "./tx/tx.ts";

/** The spaces that the caller is a member of, the oldest first. */
export const spacesGet = command("read", fields({}), async (tx, actor) => {
  const { id } = requireCaller(await tx.callerOf(actor));
  return { reply: await ownSpaces(tx, id), events: [] };
});

/** As `spaces_get`. */
export async function ownSpaces(tx: Tx, user: Id): Promise<Space[]> {
  const spaces: Space[] = [];
  for (const id of await tx.spacesOf(user)) {
    const space = await tx.spaceById(id);
    if (space !== null) spaces.push(space);
  }
  return spaces;
}

/** The space that an address names; null names the default one. Null when there is none. */
export async function spaceAt(tx: Tx, slug: string | null): Promise<Space | null> {
  return slug === null ? await tx.defaultSpace() : await tx.spaceBySlug(slug);
}
