/** What handlers need of pins. */

import type { Id, Millis } from "../model/ids.ts";
import type { Message } from "../model/messages.ts";
import type { Awaitable } from "./awaitable.ts";

export interface PinsTx {
  countPins(room: Id): Awaitable<number>;
  /** False when it was pinned already. */
  addPin(room: Id, message: Id, by: Id, at: Millis): Awaitable<boolean>;
  /** False when it was not pinned. */
  removePin(message: Id): Awaitable<boolean>;
  /** Last pinned first, from the pin of a message on to older ones; null when that one is not pinned
   * there. Reactions are left out. */
  pinsOf(room: Id, before: Id | null, limit: number): Awaitable<Message[] | null>;
}
