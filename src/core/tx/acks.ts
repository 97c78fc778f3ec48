/** What handlers need of acknowledgements. */

import type { Id, StreamId } from "../model/ids.ts";
import type { Awaitable } from "./awaitable.ts";

/** Most positions above the first gap that are kept. */
export const MAX_ACKS_ABOVE = 1_000;

export interface Ack {
  readonly stream: StreamId;
  /** Everything up to this position is acknowledged. */
  readonly upTo: number;
  /** And these above it. */
  readonly above: readonly number[];
}

export interface AcksTx {
  setAck(user: Id, ack: Ack): Awaitable<void>;
  acksOf(user: Id): Awaitable<Ack[]>;
}
