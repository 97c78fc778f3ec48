/**
 * Who is in a room: users who are shown and have a session live in its stream. Told, not kept, and told only
 * where somebody hears it: in rooms that a session chose to be in.
 */

import type { Event } from "./events.ts";
import type { Id, Millis, StreamId } from "./model/ids.ts";
import type { User } from "./model/users.ts";
import { refOf } from "./user-refs.ts";

interface Inhabitant {
  readonly user: User;
  readonly streams: Pick<ReadonlySet<StreamId>, "has">;
}

interface Deps {
  readonly all: () => Iterable<Inhabitant>;
  readonly of: (user: Id) => Iterable<Inhabitant>;
  readonly isShown: (user: Id) => boolean;
  readonly publish: (event: Event) => void;
  readonly now: () => Millis;
}

export interface Occupancy {
  /** Everybody who is in the room now. */
  in(room: StreamId): User[];
  /** Somebody listens to who comes and goes, until `unwatch` was called as often. */
  watch(room: StreamId): void;
  unwatch(room: StreamId): void;
  /** A session is about to be live in the stream. */
  enters(user: User, room: StreamId, session: Id): void;
  /** A session is no longer live in the stream. */
  left(user: User, room: StreamId): void;
  /** The user is shown from now on, or no longer. */
  appeared(user: User): void;
  vanished(user: User): void;
}

export function createOccupancy({ all, of, isShown, publish, now }: Deps): Occupancy {
  const watched = new Map<StreamId, number>();

  const tell = (type: "occupant_enter" | "occupant_leave", room: StreamId, user: User, origin: Id): void => {
    publish({ type, stream: room, seq: 0, at: now(), origin, room, user: refOf(user) });
  };

  const isIn = (user: Id, room: StreamId): boolean => {
    for (const { streams } of of(user)) if (streams.has(room)) return true;
    return false;
  };

  return {
    in(room) {
      const found = new Map<Id, User>();
      for (const { user, streams } of all()) {
        if (streams.has(room) && isShown(user.id)) found.set(user.id, user);
      }
      return [...found.values()];
    },
    watch(room) {
      watched.set(room, (watched.get(room) ?? 0) + 1);
    },
    unwatch(room) {
      const left = (watched.get(room) ?? 0) - 1;
      if (left > 0) watched.set(room, left);
      else watched.delete(room);
    },
    enters(user, room, session) {
      if (watched.has(room) && isShown(user.id) && !isIn(user.id, room))
        tell("occupant_enter", room, user, session);
    },
    left(user, room) {
      if (watched.has(room) && isShown(user.id) && !isIn(user.id, room))
        tell("occupant_leave", room, user, 0);
    },
    appeared(user) {
      for (const room of watched.keys()) if (isIn(user.id, room)) tell("occupant_enter", room, user, 0);
    },
    vanished(user) {
      for (const room of watched.keys()) if (isIn(user.id, room)) tell("occupant_leave", room, user, 0);
    },
  };
}
