/** What a follower of the log is, and how streams come to be followed; `followers.ts` lists them and runs them. */

import type { Signal } from "./events/signals.ts";
import type { Happening } from "./events.ts";
import type { Id, Millis, StreamId } from "./model/ids.ts";
import type { Job, ReaderName } from "./tx/followers.ts";
import type { LogRow } from "./tx/log.ts";
import type { Tx } from "./tx/tx.ts";

/** What came of a reader's work on some events. */
export interface Work {
  /** To be sent out: for whom, which of the events, and not before so long; absent = at once. */
  readonly jobs: readonly { readonly target: Id; readonly seq: number; readonly delay?: Millis }[];
  readonly events: readonly Happening[];
  /** False when nobody wants the reader to follow this stream any more. */
  readonly wanted: boolean;
}

/** What becomes of a job that could not be delivered; with "again" it is tried at `due`. */
export interface Verdict {
  readonly next: "again" | "dead" | "dropped";
  readonly due: Millis;
  readonly events: readonly Happening[];
}

/** Why an attempt failed. */
export interface Failure {
  readonly reason: string;
  /** Trying again is no use: the other side said that it is gone. */
  readonly final: boolean;
  /** Between 0 and 1, by chance: so that those who failed together do not come back together. */
  readonly spread: number;
}

/** One that has jobs in the outbox. `P` is what it sends out. */
export interface Carrier<P> {
  /** What a job has to send, as it is now; null when that is nothing any more. */
  open(tx: Tx, job: Job): Promise<P | null>;
  /** It arrived. */
  delivered(tx: Tx, job: Job): Promise<readonly Happening[]>;
  failed(tx: Tx, job: Job, failure: Failure): Promise<Verdict>;
}

/** One that follows the log, and makes its jobs of what it reads there. */
export interface Reader<P> extends Carrier<P> {
  /** In the transaction that moves the position; the rows stand in one stream, in order. */
  work(tx: Tx, stream: StreamId, rows: readonly LogRow[]): Promise<Work>;
}

/** A reader follows streams from where they stand now. What it follows already stays where it is. */
export async function follow(tx: Tx, reader: ReaderName, streams: readonly StreamId[]): Promise<Signal[]> {
  const heads = await tx.headsOf(streams);
  for (const { stream, seq } of heads) await tx.follow({ reader, stream, seq });
  return streams.map((stream) => followSet(reader, stream));
}

/** Whoever follows a space follows the rooms that are made in it, from their beginning. */
export async function followNewRoom(tx: Tx, space: Id, room: Id): Promise<Signal[]> {
  const names = await tx.readersOf(space);
  for (const reader of names) await tx.follow({ reader, stream: room, seq: 0 });
  return names.map((reader) => followSet(reader, room));
}

/** Something is to be sent, not before that time. */
export function jobSet(due: Millis): Signal {
  return { type: "job_set", due };
}

function followSet(reader: ReaderName, of: StreamId): Signal {
  return { type: "follow_set", reader, of };
}
