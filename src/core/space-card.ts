/** What a space shows to whoever asks, also without an account: its name, its picture and how large it is. */

import { Type } from "typebox";
import { sees, unhindered } from "./authorize.ts";
import { fields, IdSchema, serverCommand } from "./command.ts";
import { notFound } from "./faults.ts";
import { spaceAt } from "./own-spaces.ts";

/** Most users that are looked up among the members. */
export const MAX_ASKED = 10_000;

/**
 * The card of the space that an address names; null = the default one. Rooms are those that everyone's role sees;
 * `online` counts the members among the users given.
 *
 * Faults: `not_found`.
 */
export const spaceCard = serverCommand(
  "read",
  fields({
    space: Type.Union([Type.String(), Type.Null()]),
    online: Type.Array(IdSchema, { maxItems: MAX_ASKED }),
  }),
  async (tx, _actor, input) => {
    const space = await spaceAt(tx, input.space);
    if (space === null) throw notFound();
    const [owner] = space.owner === null ? [] : await tx.profilesByIds([space.owner]);
    const roles = await tx.rolesOf(space.id);
    const anybody = unhindered({
      user: 0,
      owner: false,
      roles: roles.filter(({ position }) => position === 0),
    });
    const rooms = (await tx.roomsOf(space.id)).filter((room) => sees(anybody, room, tx.now));
    const reply = {
      space: space.id,
      name: space.name,
      owner: owner?.name ?? "",
      icon: space.icon,
      members: await tx.countMembers(space.id),
      online: (await tx.membersIn(space.id, input.online)).length,
      rooms: rooms.length,
      roles: roles.length,
    };
    return { reply, events: [] };
  },
);
