/** What handlers need of the instance as a whole: how much there is, and what waits. */

import type { Id } from "../model/ids.ts";
import type { Bridge } from "../model/outside.ts";
import type { Awaitable } from "./awaitable.ts";
import type { CarrierName } from "./followers.ts";

/** What of one carrier stands in the outbox. */
export interface Queue {
  readonly carrier: CarrierName;
  readonly waiting: number;
  /** Given up, and kept to be tried again by hand. */
  readonly dead: number;
  /** The oldest that waits; null = none does. */
  readonly oldest: Id | null;
}

export interface InstanceTx {
  /** Bytes of the database where it lies. */
  databaseBytes(): Awaitable<number>;
  /** Uploaded files, a file that was forwarded as often as it was. */
  countFiles(): Awaitable<number>;
  /** Those with something in them, by the carrier's name. */
  queues(): Awaitable<Queue[]>;
  /** Of all spaces, by name. */
  allBridges(): Awaitable<Bridge[]>;
}
