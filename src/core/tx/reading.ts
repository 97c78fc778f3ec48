/** What handlers need of what stands beside messages. */

import type { Id } from "../model/ids.ts";
import type { UserRef } from "../model/users.ts";
import type { Awaitable } from "./awaitable.ts";

/** One user's reaction. */
export interface Reactor {
  readonly message: Id;
  readonly emoji: string;
  readonly user: UserRef;
}

export interface ReadingTx {
  /** In the order of the reactions; those of messages elsewhere are left out. */
  reactorsOf(room: Id, messages: readonly Id[], limit: number): Awaitable<Reactor[]>;
  /** Messages that are shown, of each room; at most `most` are counted. */
  countMessages(
    rooms: readonly Id[],
    most: number,
  ): Awaitable<{ readonly room: Id; readonly count: number }[]>;
}
