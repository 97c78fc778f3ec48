/** What every event has. */

import type { Id, Millis, StreamId } from "../model/ids.ts";

export interface Base {
  readonly stream: StreamId;
  /** Filled in by the store, in the transaction that keeps the event. */
  seq: number;
  /** Its row's own id, filled in with `seq`; grows with time over all streams. Absent where nothing is kept. */
  logId?: Id;
  readonly at: Millis;
  /** The session whose command made it, or 0. */
  readonly origin: Id;
}
