/** Presence: what a user's sessions on this node add up to. Told, not kept. */

import type { Id, Presence, Status } from "./model.ts";

export interface PresenceBook {
  /** A session began. Gives what to tell, or null when nothing changed for others. */
  arrive(user: Id): Presence | null;
  /** A session ended. */
  leave(user: Id): Presence | null;
  /** The user chose a status and a text, for all their sessions. */
  set(user: Id, status: Exclude<Status, "offline">, text: string): Presence | null;
  /** Whether others see the user as anything but offline. */
  isShown(user: Id): boolean;
  /** Everybody who is not offline to others; at most `limit`. */
  online(limit: number): Presence[];
}

interface State {
  sessions: number;
  status: Exclude<Status, "offline">;
  text: string;
}

export function presenceBook(): PresenceBook {
  const states = new Map<Id, State>();

  const shown = (user: Id): Presence => {
    const state = states.get(user);
    if (state === undefined || state.sessions === 0 || state.status === "invisible") {
      return { user, status: "offline", text: "" };
    }
    return { user, status: state.status, text: state.text };
  };

  const change = (user: Id, apply: (state: State) => void): Presence | null => {
    const before = shown(user);
    const state = states.get(user) ?? { sessions: 0, status: "online", text: "" };
    apply(state);
    if (state.sessions > 0) states.set(user, state);
    else states.delete(user);
    const after = shown(user);
    return after.status === before.status && after.text === before.text ? null : after;
  };

  return {
    arrive: (user) =>
      change(user, (state) => {
        state.sessions += 1;
      }),
    leave: (user) =>
      change(user, (state) => {
        state.sessions -= 1;
      }),
    set: (user, status, text) =>
      change(user, (state) => {
        state.status = status;
        state.text = text;
      }),
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
