/** Making a further space of the instance. */

import { Type } from "typebox";
import { EVERYONE_ROLE } from "./accounts.ts";
import { requireSpace } from "./authorize.ts";
import { command, fields, happened } from "./command.ts";
import type { Event } from "./events.ts";
import { Fault } from "./faults.ts";
import { joinSpace } from "./invites.ts";
import type { Space } from "./model/spaces.ts";
import { newRoom } from "./new-room.ts";
import { SYSTEM_ROLES } from "./permissions.ts";
import { requireDescription, requireFreeSlug, requireSpaceName } from "./spaces.ts";

/** Most spaces of an instance. */
export const MAX_SPACES = 1_000;

/**
 * Make a space with its first room and roles, and own it. Whoever holds `create_space` in the default space may.
 *
 * Faults: `forbidden`, `invalid` (name, slug, description), `name_taken` (slug), `limit_reached`.
 */
export const spaceCreate = command(
  "change",
  fields({ name: Type.String(), slug: Type.String(), description: Type.String() }),
  async (tx, actor, input) => {
    const home = await tx.defaultSpace();
    const { caller } = requireSpace(await tx.loadSpace(actor, home.id), "create_space", tx.now);
    const name = requireSpaceName(input.name);
    const slug = await requireFreeSlug(tx, input.slug);
    const description = requireDescription(input.description);
    if ((await tx.countSpaces()) >= MAX_SPACES)
      throw new Fault("limit_reached", `There are at most ${MAX_SPACES} spaces here`);
    const defaultRoom = tx.newId();
    const ids = { id: tx.newId(), staff: tx.newId(), defaultRoom };
    const space: Space = {
      ...ids,
      name,
      slug,
      description,
      icon: "",
      owner: caller.id,
      lockedDown: false,
      retention: 0,
      legalHold: false,
    };
    await tx.insertSpace(space);
    for (const [position, role] of [EVERYONE_ROLE, ...SYSTEM_ROLES].entries())
      await tx.insertRole({ ...BLANK_ROLE, ...role, id: tx.newId(), space: space.id, position });
    const room = newRoom({
      id: defaultRoom,
      space: space.id,
      kind: "text",
      name: "general",
      creator: caller.id,
      created: tx.now,
    });
    await tx.insertRoom(room);
    const made: Event = { ...happened(tx, actor, room.id), type: "room_create", room, head: 0 };
    return { reply: space, events: [made, ...(await joinSpace(tx, space.id, caller, []))] };
  },
);

const BLANK_ROLE = {
  color: 0,
  hoisted: false,
  mentionable: false,
  selfAssignable: false,
  category: "",
  exclusive: false,
} as const;
