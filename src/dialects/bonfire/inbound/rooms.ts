/** Rooms, and who is in the space. */

import type { RoomView } from "../../../core/model.ts";
import type { Ok } from "../gen/gateway.ts";
import { toMember, toRoom } from "../nouns.ts";
import { entry, idOrNull, PAGE } from "./entry.ts";

export const rooms = {
  room_create: entry(
    "room_create",
    ({ name, kind, topic }, { space }) => (kind === "" || kind === "text" ? { space, name, topic } : null),
    okRoom,
  ),
  room_update: entry(
    "room_update",
    ({ room_id, name, topic, owner_id }) => ({
      room: room_id,
      name: name ?? null,
      topic: topic ?? null,
      owner: owner_id ?? null,
    }),
    okRoom,
  ),
  members_get: entry(
    "members_get",
    ({ room_id, space_id, after, limit, prefix, role_id }, { space }) =>
      room_id !== 0 || prefix !== "" || role_id !== 0
        ? null
        : {
            space: space_id === 0 ? space : space_id,
            after: idOrNull(after),
            limit: limit === 0 ? PAGE : limit,
          },
    (members) => ({ members: members.map(toMember) }),
  ),
} as const;

export function okRoom(room: RoomView): Partial<Ok> {
  return { room: toRoom(room) };
}
