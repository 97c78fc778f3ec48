/**
 * Timers: what is to be done at a time stands in a row of the store until it was done. A restart loses none,
 * and none is carried out twice: the row goes in the transaction that does the work.
 */

import { Type } from "typebox";
import { endBan } from "./bans.ts";
import { missCall } from "./call-end.ts";
import { fields, IdSchema, serverCommand } from "./command.ts";
import type { Happening } from "./events.ts";
import type { Millis } from "./model/ids.ts";
import { endPoll } from "./polls.ts";
import { purge } from "./purge.ts";
import { retain } from "./retention.ts";
import { lapse } from "./slash-calls.ts";
import { archiveSilent } from "./thread-life.ts";
import { endTimeout } from "./timeouts.ts";
import { TIMER_KINDS, type Timer, type TimerKind } from "./tx/timers.ts";
import type { Tx } from "./tx/tx.ts";

/** Most timers that one look finds due. */
export const MAX_DUE = 200;

/** How long after a failure a timer is tried again. */
export const RETRY_MILLIS: Millis = 60_000;

/** What each kind does when it is due. What it concerns may be gone by then: then it does nothing. */
const carryOut: { readonly [K in TimerKind]: (tx: Tx, timer: Timer) => Promise<readonly Happening[]> } = {
  ban_end: (tx, { subject, user, due }) => endBan(tx, subject, user, due),
  timeout_end: (tx, { subject, user }) => endTimeout(tx, subject, user),
  poll_end: (tx, { subject }) => endPoll(tx, subject),
  thread_archive: (tx, { subject }) => archiveSilent(tx, subject),
  call_missed: (tx, { subject }) => missCall(tx, subject),
  retention: (tx, { subject }) => retain(tx, subject),
  purge: (tx, { subject, user }) => purge(tx, subject, user),
  command_lapse: (tx, { subject }) => lapse(tx, subject),
};

const timerInput = fields({
  kind: Type.Enum(TIMER_KINDS),
  subject: IdSchema,
  user: Type.Integer({ minimum: 0 }),
  due: Type.Integer(),
});

/** The timers that are due, and when the next one is. */
export const timersDue = serverCommand("read", fields({}), async (tx) => ({
  reply: { due: await tx.timersDue(tx.now, MAX_DUE), next: await tx.nextTimer() },
  events: [],
}));

/** Carry out a timer, unless that was done or it has another time by now. */
export const timerRun = serverCommand("change", timerInput, async (tx, _actor, timer) => ({
  events: (await tx.claimTimer(timer)) ? await carryOut[timer.kind](tx, timer) : [],
  reply: null,
}));

/** Put off a timer that could not be carried out, so that it holds up no other. */
export const timerPostpone = serverCommand("change", timerInput, async (tx, _actor, timer) => {
  if (await tx.claimTimer(timer)) await tx.setTimer({ ...timer, due: tx.now + RETRY_MILLIS });
  return { reply: null, events: [] };
});
