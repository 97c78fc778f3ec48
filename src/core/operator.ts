/**
 * What the operator of the machine asks and does: whoever holds the data directory needs no permission.
 *
 * Rooms, roles and bots are changed by the ordinary commands, in the name of the space's owner.
 */

import { Type } from "typebox";
import { normalizeHandle } from "./accounts.ts";
import { fields, happened, IdSchema, serverCommand } from "./command.ts";
import { sightOf } from "./events/signals.ts";
import type { Event } from "./events.ts";
import { notFound } from "./faults.ts";
import type { Space } from "./model/spaces.ts";
import { spaceAt } from "./own-spaces.ts";
import type { Tx } from "./tx/tx.ts";

/** Most members that one call gives. */
export const MAX_OPERATOR_PAGE = 1_000;

/** By its slug; null = the default one. */
const slug = Type.Union([Type.String(), Type.Null()]);

/** A space: itself, its roles and its rooms. Faults: `not_found`. */
export const operatorSpace = serverCommand("read", fields({ slug }), async (tx, _actor, input) => {
  const space = await requireSpaceAt(tx, input.slug);
  const [roles, rooms] = [await tx.rolesOf(space.id), await tx.roomsOf(space.id)];
  return { reply: { space, roles, rooms }, events: [] };
});

/** Members of a space in the order of their ids. Faults: `not_found`. */
export const operatorMembers = serverCommand(
  "read",
  fields({
    slug,
    after: Type.Integer({ minimum: 0 }),
    limit: Type.Integer({ minimum: 1, maximum: MAX_OPERATOR_PAGE }),
  }),
  async (tx, _actor, { slug: at, after, limit }) => {
    const { id } = await requireSpaceAt(tx, at);
    const cut = { after, limit, prefix: "", role: null, seers: null };
    return { reply: await tx.membersOf(id, cut), events: [] };
  },
);

/** The account with a handle. Faults: `not_found`. */
export const operatorUser = serverCommand(
  "read",
  fields({ handle: Type.String() }),
  async (tx, _actor, { handle }) => {
    const found = await tx.credentialsOf(normalizeHandle(handle));
    const [profile] = found === null ? [] : await tx.profilesByIds([found.user]);
    if (profile === undefined) throw notFound();
    return { reply: profile, events: [] };
  },
);

/** Make a member the owner of a space, whoever is it now. Faults: `not_found` (space, member). */
export const operatorOwner = serverCommand(
  "change",
  fields({ slug, user: IdSchema }),
  async (tx, _actor, { slug: at, user }) => {
    const old = await requireSpaceAt(tx, at);
    if ((await tx.findMember(old.id, user)) === null) throw notFound();
    if (old.owner === user) return { reply: old, events: [] };
    await tx.setOwner(old.id, user);
    if (at === null) await tx.deleteCodes("setup", 0);
    const space: Space = { ...old, owner: user };
    const event: Event = { ...happened(tx, null, space.id), type: "server_update", space };
    const owners = [old.owner, user].filter((owner) => owner !== null);
    return { reply: space, events: [event, sightOf(space.id, owners)] };
  },
);

async function requireSpaceAt(tx: Tx, at: string | null): Promise<Space> {
  const space = await spaceAt(tx, at);
  if (space === null) throw notFound();
  return space;
}
