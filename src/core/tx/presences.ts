/** What handlers need of presence. */

import type { Id, Millis } from "../model/ids.ts";
import type { ChosenPresence } from "../model/users.ts";
import type { Awaitable } from "./awaitable.ts";

/** Somebody who shares a dialog or a group with a user, and may be where the user is not. */
export interface Partner {
  readonly user: Id;
  /** They share a space too. */
  readonly mate: boolean;
  /** The user has blocked them. */
  readonly blocked: boolean;
}

export interface PresencesTx {
  presenceOf(user: Id): Awaitable<ChosenPresence>;
  setPresence(user: Id, chosen: ChosenPresence): Awaitable<void>;
  noteSeen(user: Id, at: Millis): Awaitable<void>;
  /** 0 for those who were never seen. */
  lastSeen(users: readonly Id[]): Awaitable<{ readonly user: Id; readonly lastSeen: Millis }[]>;
  /** Of the others: the space's members, and who shares a dialog or a group with the user and has not blocked them. */
  presencesInSight(user: Id, space: Id, others: readonly Id[]): Awaitable<Id[]>;
  /** The user's spaces, and those partners who are not all in these. */
  presenceAudience(
    user: Id,
  ): Awaitable<{ readonly spaces: readonly Id[]; readonly partners: readonly Partner[] }>;
}
