/** Threads as objects of the wire (`docs/protocols/originchats.md` sections 8.5 and 9.5). */

import type { EventOf } from "../../core/events.ts";
import type { RoomView } from "../../core/model/rooms.ts";
import { seconds, usernameOf, uuidOf } from "./ids.ts";
import type { Names } from "./names.ts";
import type { Packet } from "./wire.ts";

/** A thread. Of many participants those are told who have followed it longest. */
export function toThread(room: RoomView, names: Names): object {
  const { id, name, parent, maker, created, locked, archived, thread, last } = room;
  const by = maker === null ? "" : usernameOf(maker);
  return {
    id: uuidOf(id),
    name,
    parent_channel: names.room(parent ?? 0)?.name ?? "",
    created_by: by,
    created_at: seconds(created),
    locked,
    archived,
    participants: (thread?.first ?? (maker === null ? [] : [maker])).map(usernameOf),
    last_message: last.id === 0 ? null : seconds(last.at),
    last_message_id: last.id === 0 ? null : uuidOf(last.id),
  };
}

/** How a thread that was made or changed is told: with its channel, so that only who may see that is told. */
export function sayThread(
  { type, room, stream }: EventOf<"thread_create" | "thread_update">,
  names: Names,
): Packet | null {
  const channel = names.room(stream)?.name;
  return channel === undefined ? null : { cmd: type, thread: toThread(room, names), channel, global: true };
}

export function sayFollower(
  { type, room, user, stream }: EventOf<"thread_join" | "thread_leave">,
  names: Names,
): Packet | null {
  return names.room(stream) === null ? null : followed(type, room, usernameOf(user), names);
}

/** `thread_join` and `thread_leave`. */
export function followed(cmd: string, room: RoomView, user: string, names: Names): Packet {
  return { cmd, thread: toThread(room, names), thread_id: uuidOf(room.id), user, global: true };
}

export function sayThreadGone({ room, stream }: EventOf<"thread_delete">, names: Names): Packet | null {
  const channel = names.room(stream)?.name;
  if (channel === undefined) return null;
  return { cmd: "thread_delete", thread_id: uuidOf(room), channel, global: true };
}
