/** What handlers need of earlier versions of messages. */

import type { Id, Millis } from "../model/ids.ts";
import type { Revision } from "../model/messages.ts";
import type { Awaitable } from "./awaitable.ts";

export interface RevisionsTx {
  /** Keeps what a message said since `at`; of many versions only the last `most` stay. */
  keepRevision(message: Id, at: Millis, text: string, most: number): Awaitable<void>;
  /** Newest first, those before a number. */
  revisionsOf(message: Id, before: number, limit: number): Awaitable<Revision[]>;
}
