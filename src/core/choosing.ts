/**
 * Sessions that choose the room they are in, one at a time: entering with the state or with what was missed,
 * and leaving.
 */

import type { Frame } from "./dialect.ts";
import type { Entrance } from "./entering.ts";
import type { BanUpdated } from "./events/staff.ts";
import type { Event } from "./events.ts";
import type { Hub } from "./hub.ts";
import type { Log } from "./log.ts";
import type { Id, Millis, StreamId } from "./model/ids.ts";
import type { User } from "./model/users.ts";
import type { Node } from "./node.ts";
import type { Occupancy } from "./occupancy.ts";
import { join } from "./sync.ts";
import type { Visibility, Watcher } from "./visibility.ts";

/** What a dialect tells a session that chooses. */
export interface Chooser {
  /** The session's copy of an event that its own command made in its room; `told` is what the others get. */
  own(event: Event, told: Frame | null): Frame | null;
  /** The room that it is in went out of its sight, or is gone. */
  lostRoom(room: Id): void;
  /** A ban was made or lifted, and the session sees the staff's stream: a reference, to be fetched. */
  banned(event: BanUpdated): void;
}

export interface Entering {
  readonly room: Id;
  /** Where the session stands in the room's stream; null wants the state. */
  readonly after: number | null;
  /** Most messages of the history that the state tells. */
  readonly history: number;
  /** The frames that tell the state: the room, its newest messages, and who is there. */
  state(entrance: Entrance, occupants: readonly User[]): readonly Frame[];
}

interface Deps {
  readonly node: Node;
  readonly hub: Hub;
  readonly backlog: (stream: StreamId, after: number, upTo: number) => Promise<readonly Event[]>;
  readonly visibility: Visibility;
  readonly occupancy: Occupancy;
  readonly toldTo: (user: Id, event: Event) => void;
  readonly now: () => Millis;
  readonly log: Log;
}

export interface Choosing {
  /**
   * Leave the room that the session is in and enter another, or the same anew. Resolves when it is live there,
   * to false when its connection closed before; rejects with `not_found`, and it stays where it was.
   */
  enter(watcher: Watcher, entering: Entering): Promise<boolean>;
  leave(watcher: Watcher): void;
}

export function createChoosing({
  node,
  hub,
  backlog,
  visibility,
  occupancy,
  toldTo,
  now,
  log,
}: Deps): Choosing {
  function leave(watcher: Watcher): void {
    visibility.dropAll(watcher);
  }

  async function enter(watcher: Watcher, { room, after, history, state }: Entering): Promise<boolean> {
    const { actor, user, listener } = watcher;
    const mark = hub.mark();
    const input = { room, limit: history };
    const entrance = await node.ask(actor, { type: "room_enter", input });
    if (!listener.conn.open || !watcher.joined) return false;
    leave(watcher);
    const { stream, head } = entrance;
    const resumes = after !== null && after <= head;
    const given = occupancy.in(stream);
    const joined = await join(hub, backlog, {
      listener,
      mark,
      positions: new Map([[stream, resumes ? after : head]]),
      heads: resumes ? new Map([[stream, head]]) : new Map(),
      first: resumes ? [] : state(entrance, given),
      last: () => [],
      mayRead: (one) => !watcher.barred.has(one),
      told: (event) => {
        if (watcher.direct.has(event.stream)) toldTo(user.id, event);
      },
      live: () => visibility.settle(watcher, [stream]),
    });
    if (!joined || !watcher.joined) return false;
    if (!watcher.streams.has(stream)) return true;
    if (!resumes) catchUp(watcher, stream, given);
    node.ask(null, { type: "session_place", input: { session: actor.session, room } }).catch((error) => {
      log.warn("the room of a session was not kept", { reason: String(error) });
    });
    // Rights may have changed while it joined, or the room may be newer than what it saw.
    if (!visibility.isVisible(watcher, stream)) await visibility.lookFor(watcher);
    return true;
  }

  /** Tells who came and went while it joined. */
  function catchUp({ user, listener }: Watcher, room: StreamId, given: readonly User[]): void {
    const present = occupancy.in(room);
    const tell = (type: "occupant_enter" | "occupant_leave", who: User): void => {
      const event: Event = { type, stream: room, seq: 0, at: now(), origin: 0, room, user: who };
      const frame = hub.frame(event, listener.encoder, listener.variant);
      if (frame !== null) listener.conn.send(frame);
    };
    const missing = (from: readonly User[], among: readonly User[]): User[] =>
      from.filter(({ id }) => id !== user.id && !among.some((other) => other.id === id));
    for (const who of missing(given, present)) tell("occupant_leave", who);
    for (const who of missing(present, given)) tell("occupant_enter", who);
  }

  return { enter, leave };
}
