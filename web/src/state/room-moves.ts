/** Where a room goes when it is dragged, or moved by keyboard. */

import type { Room } from "../../../sdk/src/gen/protocol.ts";
import type { State } from "../../../sdk/src/state.ts";
import { categoriesOf } from "./rooms.ts";

export interface RoomPlace {
  /** Among those with the same category, without the room itself. */
  readonly position: number;
  /** The category; 0 = none. */
  readonly parent: number;
}

/** Behind all that a category has. */
const END = 1_000;

/** Before another room, or after it. Rooms and categories without a parent share their positions. */
export function placeBeside(known: State, id: number, other: Room, after: boolean): RoomPlace {
  const parent = other.parent_id ?? 0;
  const siblings = Object.values(known.rooms)
    .filter((one) => one.id !== id && one.kind !== "thread" && (one.space_id ?? 0) !== 0)
    .filter(({ parent_id = 0 }) => parent_id === parent)
    .sort((a, b) => (a.position ?? 0) - (b.position ?? 0) || a.id - b.id);
  return { position: siblings.findIndex((one) => one.id === other.id) + (after ? 1 : 0), parent };
}

/** At the end of a category; 0 = of those in none. */
export function placeIn(category: number): RoomPlace {
  return { position: END, parent: category };
}

/** One step up or down in what is shown, over the borders of the categories too; null = there is none. */
export function placeBeyond(known: State, room: Room, by: -1 | 1): RoomPlace | null {
  const groups = categoriesOf(known);
  const at = groups.findIndex(({ rooms }) => rooms.includes(room));
  const index = groups[at]?.rooms.indexOf(room) ?? -1;
  const neighbour = groups[at]?.rooms[index + by];
  if (neighbour !== undefined) return placeBeside(known, room.id, neighbour, by === 1);
  const group = groups[at + by];
  if (at === -1 || group === undefined) return null;
  const parent = group.category?.id ?? 0;
  const first = group.rooms[0];
  return by === -1 || first === undefined ? placeIn(parent) : placeBeside(known, room.id, first, false);
}
