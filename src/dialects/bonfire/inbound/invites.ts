/** Invites. */

import { toInvite } from "../nouns/spaces.ts";
import { entry, idOrNull, PAGE } from "./entry.ts";

export const invites = {
  invite_create: entry(
    "invite_create",
    ({ max_uses, expires, role_ids, room_id }, { space }) =>
      room_id !== 0 ? null : { space, maxUses: max_uses, expires, roles: role_ids },
    (invite) => ({ invite: toInvite(invite) }),
  ),
  invites_get: entry(
    "invites_get",
    ({ before, limit }, { space }) => ({
      space,
      before: idOrNull(before),
      limit: limit === 0 ? PAGE : limit,
    }),
    (found) => ({ invites: found.map(toInvite) }),
  ),
  invite_delete: entry("invite_delete", ({ invite_id }) => ({ invite: invite_id })),
  invite_use: entry("invite_use", ({ code }) => ({ code })),
} as const;
