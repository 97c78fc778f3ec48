/** What handlers need of the log. */

import type { Id, Millis, StreamId } from "../model/ids.ts";
import type { Position } from "../model/receipts.ts";
import type { Awaitable } from "./awaitable.ts";

/** One row of a log: references only, never text. */
export interface LogRow {
  readonly stream: StreamId;
  seq: number;
  /** Grows with time over all streams; filled in with `seq`. 0 for rows older than these ids. */
  id: Id;
  readonly type: string;
  readonly at: Millis;
  readonly origin: Id;
  /** Who did it, or 0. */
  readonly user: Id;
  /** What it was done to: a message, a room, a member; 0 where the stream itself says it. */
  readonly subject: Id;
  /** Small and without text of messages, e.g. an emoji or the names of changed fields. */
  readonly detail: string | null;
}

export interface LogTx {
  /**
   * Takes the next position of each row's stream, fills in `seq`, and stores the rows. Rows come ordered
   * by stream, ascending, so that writers who need several streams cannot wait for each other in a ring.
   */
  appendLog(rows: readonly LogRow[]): Awaitable<void>;
  /** At most `limit` rows after the position, in order. */
  readLog(stream: StreamId, after: number, limit: number): Awaitable<LogRow[]>;
  /** The position of the newest row, for each stream; 0 where there is none. */
  headsOf(streams: readonly StreamId[]): Awaitable<Position[]>;
  epoch(): Awaitable<string>;
}
