/**
 * Rooms that stand in another (docs/protocols/flubber.md, 6): a parent that the backend has not told of is asked for,
 * and its rooms are placed when it is here.
 */

import { MAX_PORTALS } from "../../core/bridge-portals.ts";
import type { Id } from "../../core/model/ids.ts";
import type { Node } from "../../core/node.ts";
import type { Talk } from "./talk.ts";
import type { Room } from "./wire.ts";

interface Around {
  readonly node: Node;
  readonly talk: Pick<Talk, "request">;
  readonly backend: string;
  /** Takes in a room as if the backend had told of it, in its turn. */
  readonly take: (room: Room) => void;
}

export interface Parents {
  /** A room has come here, or is told of anew. */
  told(space: Id, room: Pick<Room, "id" | "parent">): Promise<void>;
}

export function createParents({ node, talk, backend, take }: Around): Parents {
  /** The parents that are not here, by the rooms that were last told to stand in them. */
  const wanted = new Map<string, string>();
  /** Parents that the backend is being asked for. */
  const asked = new Set<string>();

  const place = (space: Id, remoteId: string, parent: string | null): Promise<boolean> =>
    node.ask(null, { type: "bridge_place", input: { space, backend, remoteId, parent } });

  async function ask(parent: string): Promise<void> {
    asked.add(parent);
    const outcome = await talk.request({ type: "RoomGet", value: parent });
    asked.delete(parent);
    if (outcome.is === "answered" && outcome.body.type === "Room" && outcome.body.value.id === parent)
      take(outcome.body.value);
  }

  function want(room: string, parent: string): void {
    wanted.set(room, parent);
    const [oldest] = wanted.keys();
    if (wanted.size > MAX_PORTALS && oldest !== undefined) wanted.delete(oldest);
    // Not waited for: the answer stands behind what is being taken in.
    if (!asked.has(parent)) void ask(parent);
  }

  return {
    async told(space, { id, parent }) {
      wanted.delete(id);
      if (!(await place(space, id, parent)) && parent !== null) want(id, parent);
      for (const [room, of] of [...wanted]) {
        if (of !== id) continue;
        // Once: where the parent is told of and is not to be here, nobody asks for it again.
        wanted.delete(room);
        await place(space, room, id);
      }
    },
  };
}
