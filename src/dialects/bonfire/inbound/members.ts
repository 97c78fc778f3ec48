/** The space and its members. */

import { toUser } from "../nouns/people.ts";
import { toMember, toSpace } from "../nouns/spaces.ts";
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
    (
      {
        space_id,
        name,
        description,
        owner_id,
        icon_id,
        slug,
        default_room_id,
        locked_down,
        retention_ms,
        legal_hold,
      },
      { space },
    ) => ({
      space: space_id === 0 ? space : space_id,
      name: name ?? null,
      description: description ?? null,
      owner: owner_id ?? null,
      icon: icon_id ?? null,
      slug: slug ?? null,
      defaultRoom: default_room_id ?? null,
      lockedDown: locked_down ?? null,
      retention: retention_ms ?? null,
      legalHold: legal_hold ?? null,
    }),
    (space) => ({ space: toSpace(space, false) }),
  ),
  member_update: entry(
    "member_update",
    ({ user_id, nickname }, { space }) => ({ space, user: user_id, nickname }),
    (member) => ({ member: toMember(member) }),
  ),
  profile_update: entry(
    "profile_update",
    (said, { space }) => ({
      space,
      name: said.name ?? null,
      bio: said.bio ?? null,
      statusText: said.status_text ?? null,
      color: said.color ?? null,
      nickname: said.nickname ?? null,
      avatar: said.avatar_id ?? null,
      banner: said.banner_id ?? null,
      fields: said.fields.length > 0 || said.cleared.includes("fields") ? said.fields : null,
    }),
    (profile) => ({ user: toUser(profile) }),
  ),
  space_create: entry(
    "space_create",
    ({ name, slug, description }) => ({ name, slug, description }),
    (space) => ({ space: toSpace(space, true) }),
  ),
  spaces_get: entry(
    "spaces_get",
    () => ({}),
    (spaces) => ({ spaces: spaces.map((space) => toSpace(space, false)) }),
  ),
  space_leave: entry("space_leave", ({ space_id }, { space }) => ({
    space: space_id === 0 ? space : space_id,
  })),
} as const;
