/** How far somebody has come in a room, and in a stream. */

import type { Id, Millis, StreamId } from "./ids.ts";

/** How far somebody got in a room, and when; all zero for nowhere yet. */
export interface Mark {
  readonly message: Id;
  readonly n: number;
  readonly at: Millis;
}

/** A mark that moved on: over messages from `from`, without it, up to `to`. */
export interface Advance {
  readonly kind: "delivered" | "read";
  readonly from: number;
  readonly to: number;
  readonly at: Millis;
  /** The newest message of each author that it came over. */
  readonly newest: readonly {
    readonly author: Id;
    readonly id: Id;
    readonly n: number;
    readonly nonce: string | null;
  }[];
}

/** How far a user has got in a room. */
export interface Receipt {
  readonly room: Id;
  readonly user: Id;
  readonly read: Mark;
  /** Kept in dialogs and groups only. */
  readonly delivered: Mark;
}

/** One's own, with what follows from the read mark: shown messages of others after it. */
export interface OwnReceipt extends Receipt {
  readonly unread: number;
  /** Those among them that mention oneself. */
  readonly mentions: number;
}

/** Where a session stands in a stream. */
export interface Position {
  readonly stream: StreamId;
  readonly seq: number;
}
