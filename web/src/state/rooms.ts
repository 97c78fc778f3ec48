/** The rooms in the order in which they are shown. */

import type { Room } from "../../../sdk/src/gen/protocol.ts";
import type { State } from "../../../sdk/src/state.ts";
import { isDirect } from "./names.ts";

export interface Category {
  /** Null for the rooms outside of every category, which come first. */
  readonly category: Room | null;
  readonly rooms: readonly Room[];
}

/** The space's rooms by category. */
export function categoriesOf(known: State): readonly Category[] {
  const all = Object.values(known.rooms).filter((room) => !isDirect(room) && room.kind !== "thread");
  const ofParent = (parent: number): Room[] =>
    all
      .filter(({ kind, parent_id = 0 }) => kind !== "category" && parent_id === parent)
      .sort((a, b) => (a.position ?? 0) - (b.position ?? 0) || a.id - b.id);
  const categories = all
    .filter(({ kind }) => kind === "category")
    .sort((a, b) => (a.position ?? 0) - (b.position ?? 0) || a.id - b.id);
  // A category that is not in sight does not hide its rooms.
  const homeless = all.filter(
    ({ kind, parent_id = 0 }) =>
      kind !== "category" && parent_id !== 0 && known.rooms[parent_id] === undefined,
  );
  return [
    { category: null, rooms: [...ofParent(0), ...homeless] },
    ...categories.map((category) => ({ category, rooms: ofParent(category.id) })),
  ];
}

/** Dialogs, groups and notes, the latest first. */
export function directRooms(known: State): readonly Room[] {
  return Object.values(known.rooms)
    .filter(isDirect)
    .sort((a, b) => (b.last_activity || b.created || 0) - (a.last_activity || a.created || 0));
}

/** All rooms that one can write in, from top to bottom. */
export function roomsInOrder(known: State): readonly Room[] {
  return [...categoriesOf(known).flatMap(({ rooms }) => rooms), ...directRooms(known)];
}

/** One's own unread messages and mentions in a room. In a dialog or a group every message is for oneself. */
export function unreadOf(known: State, room: Room): { readonly unread: number; readonly mentions: number } {
  const receipt = known.user === null ? undefined : known.receipts[room.id]?.[known.user.id];
  const unread = receipt?.unread ?? 0;
  return { unread, mentions: isDirect(room) ? unread : (receipt?.mentions ?? 0) };
}

/** The room to begin with: the default one, or the first. */
export function firstRoom(known: State): number {
  const wanted = known.space?.default_room_id ?? 0;
  if (known.rooms[wanted] !== undefined) return wanted;
  return roomsInOrder(known)[0]?.id ?? 0;
}
