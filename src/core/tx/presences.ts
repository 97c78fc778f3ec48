/** What handlers need of presence. */

import type { Id, Millis } from "../model/ids.ts";
import type { ChosenPresence } from "../model/users.ts";
import type { Awaitable } from "./awaitable.ts";

export interface PresencesTx {
  presenceOf(user: Id): Awaitable<ChosenPresence>;
  setPresence(user: Id, chosen: ChosenPresence): Awaitable<void>;
  noteSeen(user: Id, at: Millis): Awaitable<void>;
  /** 0 for those who were never seen. */
  lastSeen(users: readonly Id[]): Awaitable<{ readonly user: Id; readonly lastSeen: Millis }[]>;
  /** `partners` share a dialog or a group with the user, and no space. */
  presenceAudience(user: Id): Awaitable<{ readonly spaces: readonly Id[]; readonly partners: readonly Id[] }>;
}
