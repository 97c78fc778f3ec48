/** Presence: what a user's sessions on this node add up to. Told, not kept; what the user chose is kept. */

import type { Id, Millis } from "./model/ids.ts";
import type { ChosenPresence, Presence } from "./model/users.ts";

/** What counts for somebody who chose nothing. */
export const NOTHING_CHOSEN: ChosenPresence = { status: "online", text: "", until: 0 };

/** Whether that is all: then one and the same object may stand for it. */
export function choseNothing({ status, text, until }: ChosenPresence): boolean {
  return status === NOTHING_CHOSEN.status && text === "" && until === 0;
}

export interface PresenceBook {
  /** A session began; the user has chosen this, now or at an earlier time. */
  arrive(user: Id, chosen: ChosenPresence): void;
  /** A session ended. Gives whether the user has others. */
  leave(user: Id): boolean;
  /** The user chose, for all their sessions. */
  choose(user: Id, chosen: ChosenPresence): void;
  /** As others see the user: the invisible are offline. */
  shown(user: Id): Presence;
  /** What to tell, and what was told before; null when others see no change since the last telling. */
  news(user: Id): { readonly presence: Presence; readonly before: Presence["status"] } | null;
  /** Whether others see the user as anything but offline. */
  isShown(user: Id): boolean;
  /** Everybody who is not offline to others; at most `limit`. */
  online(limit: number): Presence[];
}

interface State {
  sessions: number;
  chosen: ChosenPresence;
}

export function presenceBook(now: () => Millis): PresenceBook {
  const states = new Map<Id, State>();
  const told = new Map<Id, Presence>();

  const shown = (user: Id): Presence => {
    const chosen = states.get(user)?.chosen;
    if (chosen === undefined) return { user, status: "offline", text: "", lastSeen: 0 };
    const { status, text, until } = chosen;
    if (until !== 0 && until <= now()) return { user, status: "online", text: "", lastSeen: 0 };
    return status === "invisible"
      ? { user, status: "offline", text: "", lastSeen: 0 }
      : { user, status, text, lastSeen: 0 };
  };

  return {
    arrive(user, chosen) {
      states.set(user, { sessions: (states.get(user)?.sessions ?? 0) + 1, chosen });
    },
    leave(user) {
      const state = states.get(user);
      if (state === undefined) return false;
      state.sessions -= 1;
      if (state.sessions === 0) states.delete(user);
      return state.sessions > 0;
    },
    choose(user, chosen) {
      const state = states.get(user);
      if (state !== undefined) state.chosen = chosen;
    },
    shown,
    news(user) {
      const { status: before, text } = told.get(user) ?? { status: "offline", text: "" };
      const presence = shown(user);
      if (before === presence.status && text === presence.text) return null;
      if (presence.status !== "offline") {
        told.set(user, presence);
        return { presence, before };
      }
      told.delete(user);
      return { presence: { ...presence, lastSeen: now() }, before };
    },
    isShown: (user) => shown(user).status !== "offline",
    online(limit) {
      const found: Presence[] = [];
      for (const user of states.keys()) {
        const presence = shown(user);
        if (presence.status !== "offline") found.push(presence);
        if (found.length === limit) break;
      }
      return found;
    },
  };
}
