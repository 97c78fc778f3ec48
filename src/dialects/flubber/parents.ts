/**
 * Rooms that stand in another (docs/protocols/flubber.md, 6): a parent that the backend has not told of is asked for,
 * and its rooms are placed when it is here.
 */

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
  /** By the network's id of a parent that is not here: the rooms that wait for it. */
  const waiting = new Map<string, Set<string>>();

  async function place(space: Id, remoteId: string, parent: string | null): Promise<void> {
    const isPlaced = await node.ask(null, {
      type: "bridge_place",
      input: { space, backend, remoteId, parent },
    });
    if (isPlaced || parent === null) return;
    const others = waiting.get(parent);
    if (others !== undefined) {
      others.add(remoteId);
      return;
    }
    waiting.set(parent, new Set([remoteId]));
    // Not waited for: the answer stands behind what is being taken in.
    void ask(parent);
  }

  async function ask(parent: string): Promise<void> {
    const outcome = await talk.request({ type: "RoomGet", value: parent });
    if (outcome.is === "answered" && outcome.body.type === "Room" && outcome.body.value.id === parent)
      take(outcome.body.value);
  }

  return {
    async told(space, { id, parent }) {
      await place(space, id, parent);
      const rooms = waiting.get(id) ?? [];
      waiting.delete(id);
      for (const room of rooms) await place(space, room, id);
    },
  };
}
