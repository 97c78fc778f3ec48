/** What handlers need of polls. */

import type { Id, Millis } from "../model/ids.ts";
import type { Poll } from "../model/messages.ts";
import type { UserRef } from "../model/users.ts";
import type { Awaitable } from "./awaitable.ts";

export interface PollsTx {
  /** The poll of a message that was appended. */
  insertPoll(message: Id, poll: Poll): Awaitable<void>;
  /** `reader` decides whose choices are `mine`; null = nobody's. */
  pollOf(message: Id, reader: Id | null): Awaitable<Poll | null>;
  /** The choices of a user in some polls; those where they have none are left out. */
  choicesOf(
    user: Id,
    messages: readonly Id[],
  ): Awaitable<{ readonly message: Id; readonly options: readonly number[] }[]>;
  /** Puts these choices in the place of a user's; the counts follow. */
  setChoices(message: Id, user: Id, options: readonly number[]): Awaitable<void>;
  setPollEnded(message: Id, at: Millis): Awaitable<void>;
  /** Who chose an option, in the order of their ids. */
  votersOf(message: Id, option: number, after: Id, limit: number): Awaitable<UserRef[]>;
}
