/** Rooms, and how far somebody has read them, as the wire says them (docs/protocols/bonfire.md). */

import type {
  Position as CorePosition,
  Receipt as CoreReceipt,
  OwnReceipt,
} from "../../../core/model/receipts.ts";
import type { Override as CoreOverride, RoomView } from "../../../core/model/rooms.ts";
import type { Override, Position, Receipt, Room } from "../gen/gateway.ts";
import { make } from "../make.ts";
import { toCall, toVoiceState } from "./calls.ts";
import { toSmallUser } from "./people.ts";

export function toRoom(room: RoomView): Room {
  return make("Room", {
    id: room.id,
    name: room.name,
    kind: room.kind,
    space_id: room.space ?? 0,
    parent_id: room.parent ?? 0,
    position: room.position,
    topic: room.topic,
    slow_mode_ms: room.slowMode,
    archived: room.archived,
    locked: room.locked,
    // A thread has those of its room.
    overrides: room.kind === "thread" ? [] : room.overrides.map(toOverride),
    tags: [...room.tags],
    message_id: room.under ?? 0,
    retention_ms: room.retention,
    no_previews: room.noPreviews,
    archive_after_ms: room.archiveAfter,
    message_count: room.thread?.messages ?? 0,
    member_count: room.thread?.followers ?? 0,
    owner_id: (room.kind === "thread" ? room.creator : room.owner) ?? 0,
    user_limit: room.userLimit,
    created: room.created,
    members: room.members.map(toSmallUser),
    backend: room.backend ?? "",
    remote_id: room.remoteId ?? "",
    last_n: room.last.n,
    last_message_id: room.last.id,
    last_activity: room.thread?.activity ?? room.last.at,
  });
}

/** A thread as its follower is told of it. */
export function toFollowed(room: RoomView): Room {
  return { ...toRoom(room), following: true };
}

export function toOverride({ of, target, allow, deny }: CoreOverride): Override {
  return make("Override", {
    role_id: of === "role" ? target : 0,
    user_id: of === "user" ? target : 0,
    allow: [...allow],
    deny: [...deny],
  });
}

export function toReceipt({ room, user, read, delivered }: CoreReceipt): Receipt {
  return make("Receipt", {
    room_id: room,
    user_id: user,
    read_id: read.message,
    read_n: read.n,
    read: read.at,
    delivered_id: delivered.message,
    delivered: delivered.at,
  });
}

export function toOwnReceipt(receipt: OwnReceipt): Receipt {
  return { ...toReceipt(receipt), unread: receipt.unread, mentions: receipt.mentions };
}

export function toPosition({ stream, seq }: CorePosition): Position {
  return make("Position", { stream, seq });
}

/** A room as it comes into sight, with who is in it. */
export function toSightedRoom(room: RoomView): Room {
  const call = room.call === null ? undefined : toCall(room.call);
  return { ...toRoom(room), voice_states: room.voice.map(toVoiceState), call };
}
