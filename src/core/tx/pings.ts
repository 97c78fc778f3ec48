/** What handlers need of pings. */

import type { Id } from "../model/ids.ts";
import type { Awaitable } from "./awaitable.ts";

export interface PingCut {
  /** Users, roles, or 0 for everyone: any of them is mentioned. */
  readonly mentioned: readonly Id[];
  readonly rooms: readonly Id[];
  /** Messages below this id. */
  readonly before: Id;
  readonly limit: number;
  readonly unreadOnly: boolean;
}

export interface PingsTx {
  /** Newest first; never the user's own messages. */
  pingsOf(user: Id, cut: PingCut): Awaitable<{ readonly message: Id; readonly unread: boolean }[]>;
  /** Messages up to this one are seen; never goes back. */
  clearPings(user: Id, upTo: Id): Awaitable<void>;
}
