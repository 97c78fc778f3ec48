/** What handlers need of those who follow the log, and of the outbox. */

import type { Id, Millis, StreamId } from "../model/ids.ts";
import type { Awaitable } from "./awaitable.ts";

/** Who follows the log; `core/followers.ts` says what each does with it. */
export const READERS = ["webhooks", "push"] as const;

export type ReaderName = (typeof READERS)[number];

/** Whose jobs stand in the outbox: the readers', and those that a command leaves behind. */
export type CarrierName = ReaderName | "previews";

/** A reader follows a stream: it has read everything up to the position. */
export interface Following {
  readonly reader: ReaderName;
  readonly stream: StreamId;
  readonly seq: number;
}

/** Something to be sent out: which event, for whom. Never a text: that is read when it is sent. */
export interface Job {
  /** Named in every attempt, so that the other side can tell a second one from the first. */
  readonly id: Id;
  readonly reader: CarrierName;
  /** For whom: a webhook, a device; a message whose links are to be looked at. */
  readonly target: Id;
  readonly stream: StreamId;
  /** The event's position; 0 = none. */
  readonly seq: number;
  /** When it is tried next. */
  readonly due: Millis;
  /** How often it was tried in vain. */
  readonly attempts: number;
  /** Given up; kept to be looked at and tried again by hand. */
  readonly dead: boolean;
  /** Why the last attempt failed; "" = there was none. */
  readonly failure: string;
}

export interface FollowersTx {
  /** Nothing happens when it follows the stream already. Whoever calls this tells the nodes, with `followSet`. */
  follow(following: Following): Awaitable<void>;
  unfollow(reader: ReaderName, stream: StreamId): Awaitable<void>;
  /** How far the reader has read; null when it does not follow the stream. */
  positionOf(reader: ReaderName, stream: StreamId): Awaitable<number | null>;
  movePosition(following: Following): Awaitable<void>;
  /** Who follows a stream. */
  readersOf(stream: StreamId): Awaitable<ReaderName[]>;
  /** All of them, in the order of the streams' ids, those above `after`; `behind`: the log goes on after the position. */
  followings(after: StreamId, limit: number): Awaitable<(Following & { readonly behind: boolean })[]>;
  /** Whoever calls this tells the nodes, with `jobSet`. */
  insertJob(job: Job): Awaitable<void>;
  findJob(job: Id): Awaitable<Job | null>;
  /** Until when a target is left alone: the latest due of what waits for it; 0 while nothing does. */
  lastDue(reader: CarrierName, target: Id): Awaitable<Millis>;
  /** Those that are not dead. */
  countJobs(reader: CarrierName, target: Id): Awaitable<number>;
  /** All that wait are dead now; of the dead only the newest stay. */
  giveUpJobs(reader: CarrierName, target: Id, failure: string, keep: number): Awaitable<void>;
  /** The dead of a target wait again, as new ones: all, or one of them. How many they were. */
  reviveJobs(reader: CarrierName, target: Id, job: Id | null, due: Millis): Awaitable<number>;
  /** Due, attempts, dead and failure. */
  updateJob(job: Job): Awaitable<void>;
  deleteJob(job: Id): Awaitable<void>;
  deleteJobsOf(reader: CarrierName, target: Id): Awaitable<void>;
  /** What is not dead is tried no earlier than that. */
  putOffJobs(reader: CarrierName, target: Id, due: Millis): Awaitable<void>;
  /** Of each target the one that is first in turn (fewest attempts, then the oldest), among those due by then. */
  jobsDue(by: Millis, limit: number): Awaitable<Job[]>;
  /** When the next one is due, of those that are due after then; null while there is none. */
  nextJob(after: Millis): Awaitable<Millis | null>;
  /** Those of a target with ids above `after`, in order. */
  jobsOf(
    reader: CarrierName,
    target: Id,
    cut: { readonly dead: boolean; readonly after: Id; readonly limit: number },
  ): Awaitable<Job[]>;
}
