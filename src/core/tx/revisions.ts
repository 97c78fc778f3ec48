/** What handlers need of earlier versions of messages. */

import type { Id, Millis, Revision } from "../model.ts";
import type { Awaitable } from "./awaitable.ts";

export interface RevisionsTx {
  /** Keeps what a message said since `at`; of many versions only the last `most` stay. */
  keepRevision(message: Id, at: Millis, text: string, most: number): Awaitable<void>;
  /** Newest first, those before a number. */
  revisionsOf(message: Id, before: number, limit: number): Awaitable<Revision[]>;
}
