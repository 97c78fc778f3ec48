/** Rooms that somebody here has the network make (docs/protocols/flubber.md, 2 and 6: `RoomCreate`). */

import type { Id } from "../../core/model/ids.ts";
import type { Node } from "../../core/node.ts";
import type { Talk } from "./talk.ts";
import type { Room } from "./wire.ts";

interface Around {
  readonly node: Node;
  readonly talk: Pick<Talk, "request">;
  readonly backend: string;
  readonly space: Id;
}

/** Has those made that are asked for, once each; gives those that are there now. */
export async function makeRooms({ node, talk, backend, space }: Around): Promise<Room[]> {
  const rooms: Room[] = [];
  for (const { name, parent } of await node.ask(null, { type: "bridge_rooms_asked", input: { backend } })) {
    const made = await makeRoom(talk, name, parent);
    // It ended before it answered: nobody knows, and those who asked are told so.
    if (made === null) continue;
    const [remoteId, reason] = "reason" in made ? [null, made.reason] : [made.id, ""];
    await node.ask(null, { type: "bridge_room_made", input: { space, backend, name, remoteId, reason } });
    if ("id" in made) rooms.push(made);
  }
  return rooms;
}

/** The room, made and joined; or why not. Null where there was no answer. */
async function makeRoom(
  talk: Pick<Talk, "request">,
  name: string,
  parent: string | null,
): Promise<Room | { readonly reason: string } | null> {
  const made = await talk.request({ type: "RoomCreate", value: { parent, name, sendable: true } });
  if (made.is === "broken") return null;
  if (made.is !== "answered") return { reason: made.reason };
  const id = String(made.body.value);
  const joined = await talk.request({ type: "RoomJoin", value: id });
  if (joined.is === "broken") return null;
  if (joined.is !== "answered") return { reason: joined.reason };
  const told = await talk.request({ type: "RoomGet", value: id });
  const isTold = told.is === "answered" && told.body.type === "Room" && told.body.value.id === id;
  return isTold ? told.body.value : { id, parent, name, sendable: true };
}
