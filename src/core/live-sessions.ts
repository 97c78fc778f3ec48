/** The sessions of one node that are alive, by their ids and by their users. */

import type { Live } from "./live-session.ts";
import type { Id } from "./model/ids.ts";

export interface LiveSessions {
  all(): Iterable<Live>;
  /** Users with a session here. */
  users(): Iterable<Id>;
  of(user: Id): Iterable<Live>;
  get(session: Id): Live | undefined;
  add(session: Live): void;
  /** Another session of the same id stays. */
  remove(session: Live): void;
}

export function createLiveSessions(): LiveSessions {
  const live = new Map<Id, Live>();
  const ofUser = new Map<Id, Set<Live>>();
  return {
    all: () => live.values(),
    users: () => ofUser.keys(),
    of: (user) => ofUser.get(user) ?? [],
    get: (session) => live.get(session),
    add(session) {
      live.set(session.id, session);
      const own = ofUser.get(session.user.id) ?? new Set();
      ofUser.set(session.user.id, own.add(session));
    },
    remove(session) {
      if (live.get(session.id) === session) live.delete(session.id);
      const own = ofUser.get(session.user.id);
      own?.delete(session);
      if (own?.size === 0) ofUser.delete(session.user.id);
    },
  };
}
