/** What handlers need of timers. */

import type { Id, Millis } from "../model/ids.ts";
import type { Awaitable } from "./awaitable.ts";

/** What can be due; `core/timers.ts` says what is done then. */
export const TIMER_KINDS = [
  "timeout_end",
  "ban_end",
  "thread_archive",
  "poll_end",
  "call_missed",
  "retention",
  "purge",
  "command_lapse",
] as const;

export type TimerKind = (typeof TIMER_KINDS)[number];

/** Something to be done at a time, once. There is one for each kind, subject and user. */
export interface Timer {
  readonly kind: TimerKind;
  /** What it concerns: a space, a room, a message. */
  readonly subject: Id;
  /** Whom it concerns; 0 = nobody in particular. */
  readonly user: Id;
  readonly due: Millis;
}

export interface TimersTx {
  /** One that is there gets the new time. Whoever calls this tells the nodes, with `timerSet`. */
  setTimer(timer: Timer): Awaitable<void>;
  /** Nothing happens when there is none. */
  clearTimer(kind: TimerKind, subject: Id, user: Id): Awaitable<void>;
  /** Takes it away; false when it is not there any more, or has another time by now. */
  claimTimer(timer: Timer): Awaitable<boolean>;
  /** Those due by then, the earliest first. */
  timersDue(by: Millis, limit: number): Awaitable<Timer[]>;
  /** When the next one is due; null while there is none. */
  nextTimer(): Awaitable<Millis | null>;
}
