/** Rooms of a space, and what they allow and deny. */

import type { RoomView } from "../../../core/model/rooms.ts";
import type * as wire from "../gen/gateway.ts";
import { toRoom } from "../nouns/rooms.ts";
import { entry, idOrNull } from "./entry.ts";

const KINDS = ["text", "voice", "forum", "category"] as const;

export const rooms = {
  room_create: entry(
    "room_create",
    ({ name, kind: wished, parent_id, topic, overrides, slow_mode_ms, tags, user_limit }, { space }) => {
      const kind = KINDS.find((one) => one === (wished === "" ? "text" : wished));
      if (kind === undefined) return null;
      return {
        space,
        kind,
        name,
        topic,
        parent: idOrNull(parent_id),
        overrides: overrides.map(fromOverride),
        slowMode: slow_mode_ms,
        userLimit: user_limit,
        tags,
      };
    },
    okRoom,
  ),
  room_update: entry(
    "room_update",
    ({ room_id, name, topic, slow_mode_ms, archived, user_limit, owner_id, ...rest }) => {
      const { retention_ms, no_previews, icon_id, tags, cleared, bitrate, archive_after_ms } = rest;
      const unknown = [icon_id, bitrate];
      const isKnown = cleared.every((field) => field === "tags");
      if (unknown.some((field) => field !== undefined) || !isKnown) return null;
      return {
        room: room_id,
        name: name ?? null,
        topic: topic ?? null,
        slowMode: slow_mode_ms ?? null,
        archived: archived ?? null,
        userLimit: user_limit ?? null,
        owner: owner_id ?? null,
        ...(tags.length + cleared.length > 0 ? { tags } : {}),
        ...(no_previews === undefined ? {} : { noPreviews: no_previews }),
        ...(retention_ms === undefined ? {} : { retention: retention_ms }),
        ...(archive_after_ms === undefined ? {} : { archiveAfter: archive_after_ms }),
      };
    },
    okRoom,
  ),
  room_move: entry(
    "room_move",
    ({ room_id, position, parent_id }) =>
      parent_id === undefined
        ? { room: room_id, position }
        : { room: room_id, position, parent: idOrNull(parent_id) },
    okRoom,
  ),
  room_delete: entry("room_delete", ({ room_id }) => ({ room: room_id })),
  permission_override_set: entry(
    "permission_override_set",
    ({ room_id, ...override }) => ({ room: room_id, override: fromOverride(override) }),
    okRoom,
  ),
} as const;

/** Of a user where one is named. */
function fromOverride({ role_id, user_id, allow, deny }: wire.Override) {
  const of = user_id === 0 ? ("role" as const) : ("user" as const);
  return { of, target: user_id === 0 ? role_id : user_id, allow, deny };
}

export function okRoom(room: RoomView): Partial<wire.Ok> {
  return { room: toRoom(room) };
}
