/** The space and its members. */

import { toMember, toSpace } from "../nouns.ts";
import { entry, idOrNull, PAGE } from "./entry.ts";

export const members = {
  members_get: entry(
    "members_get",
    ({ room_id, space_id, after, limit, prefix, role_id }, { space }) => ({
      space: space_id === 0 ? space : space_id,
      room: idOrNull(room_id),
      after: idOrNull(after),
      limit: limit === 0 ? PAGE : limit,
      prefix,
      role: idOrNull(role_id),
    }),
    ({ items, more }) => ({ members: items.map(toMember), more }),
  ),
  space_update: entry(
    "space_update",
    ({ space_id, name, description, owner_id, ...rest }, { space }) =>
      Object.values(rest).some((field) => field !== undefined)
        ? null
        : {
            space: space_id === 0 ? space : space_id,
            name: name ?? null,
            description: description ?? null,
            owner: owner_id ?? null,
          },
    (space) => ({ space: toSpace(space, false) }),
  ),
  space_leave: entry("space_leave", ({ space_id }, { space }) => ({
    space: space_id === 0 ? space : space_id,
  })),
} as const;
