/** A space's rooms as channels (`docs/protocols/originchats.md` sections 7.4 and 8.3). */

import type { RoomView } from "../../core/model/rooms.ts";
import { permissionLists } from "./channel-permissions.ts";
import { seconds, usernameOf, uuidOf } from "./ids.ts";
import type { NamedSpace } from "./names.ts";
import { drawers } from "./people.ts";
import type { Here } from "./row.ts";
import { toThread } from "./threads.ts";
import type { Packet } from "./wire.ts";

/** Most threads that a forum is told with. */
const MAX_THREADS = 100;

/** `channels_get` as the caller sees it now. */
export async function channelsPacket({
  space,
  ask,
  named,
  names,
  drawers: open,
}: Pick<Here, "space" | "ask" | "named" | "names" | "drawers">): Promise<Packet> {
  const { rooms } = await ask({ type: "sight_get", input: { space } });
  const ids = rooms.map(({ id }) => id);
  const own = await drawers(ids, { drawers: open });
  const val = [];
  for (const room of inOrder(rooms)) {
    const channel = toChannel(room, named(), own.get(room.id) ?? {});
    val.push(room.kind === "forum" ? { ...channel, threads: await threadsOf(room.id, ask, names) } : channel);
  }
  return { cmd: "channels_get", val };
}

/** Those of a forum that are not archived, the liveliest first. */
async function threadsOf(forum: number, ask: Here["ask"], names: Here["names"]): Promise<object[]> {
  const input = { room: forum, archived: false, tag: null, before: null, limit: MAX_THREADS };
  const { threads } = await ask({ type: "threads_get", input });
  return threads.map((thread) => toThread(thread, names));
}

/** What a channel has of the core; every other key is this wire's own. */
export const OWN_KEYS: ReadonlySet<string> = new Set([
  "type",
  "name",
  "description",
  "permissions",
  "last_message",
  "last_message_id",
  "voice_state",
  "threads",
]);

/** The rooms as one list: a category, and then what stands in it. */
export function inOrder(rooms: readonly RoomView[]): RoomView[] {
  const under = (parent: number | null): RoomView[] =>
    rooms
      .filter((room) => room.parent === parent)
      .toSorted((a, b) => a.position - b.position)
      .flatMap((room) => [room, ...(room.kind === "category" ? under(room.id) : [])]);
  const listed = under(null);
  // What stands in a category that is not seen stands at the end.
  return [...listed, ...rooms.filter((room) => !listed.includes(room))];
}

/** A channel object, with what only this wire knows of it. Its `threads` are added where they are known. */
export function toChannel(
  room: RoomView,
  named: NamedSpace,
  own: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const { name, kind, topic, last, voice } = room;
  const permissions = permissionLists(room, named);
  const described = topic === "" ? {} : { description: topic };
  if (kind === "category") return { ...own, type: "separator", name, ...described, permissions };
  const more = {
    text: {
      last_message: last.id === 0 ? null : seconds(last.at),
      last_message_id: last.id === 0 ? null : uuidOf(last.id),
    },
    voice: {
      voice_state: voice.map(({ user, selfMuted, muted }) => ({
        username: usernameOf(user),
        muted: selfMuted || muted,
      })),
    },
    forum: { threads: [] },
  }[kind === "voice" || kind === "forum" ? kind : "text"];
  return { ...own, type: kind, name, ...described, permissions, ...more };
}
