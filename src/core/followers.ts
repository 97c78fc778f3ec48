/**
 * Followers of the log: readers that go through a stream after it was written, each at its own pace.
 *
 * There is a row for each reader and stream, with the position that it has read to, and only while somebody wants
 * what the reader does. A step reads some events after the position, does the reader's work and moves the position
 * in one transaction: whatever ends the process, no event is skipped and none is worked on twice. What has to
 * leave the process is put into the outbox in that same transaction, by the event's place in the log and never as
 * a text; it is read when it is sent, as it is then.
 */

import { type Static, Type } from "typebox";
import { fields, IdSchema, serverCommand } from "./command.ts";
import type { Happening } from "./events.ts";
import { type Carrier, jobSet, type Reader, type Work } from "./following.ts";
import type { StreamId } from "./model/ids.ts";
import { outgoing, type WebhookParcel } from "./outgoing.ts";
import { type PreviewParcel, previews } from "./previews.ts";
import { type PushParcel, push } from "./push.ts";
import { type CarrierName, type Job, READERS, type ReaderName } from "./tx/followers.ts";
import type { Tx } from "./tx/tx.ts";

/** Most events that one step reads. */
export const MAX_STEP = 100;
/** Most rows that one look at the followers gives. */
export const MAX_FOLLOWINGS = 1_000;
/** Most jobs that one look at the outbox finds due: one of each target. */
export const MAX_JOBS_DUE = 64;
/** Longest reason that is kept of a failure, in characters. */
const MAX_FAILURE = 200;

/** What each reader sends out. */
export interface Parcels {
  readonly webhooks: WebhookParcel;
  readonly push: PushParcel;
  readonly previews: PreviewParcel;
}

const readers: { readonly [R in ReaderName]: Reader<Parcels[R]> } = { webhooks: outgoing, push };
const carriers: { readonly [R in CarrierName]: Carrier<Parcels[R]> } = { ...readers, previews };

/** Something to be sent, by the reader that wants it. */
export type Parcel = {
  readonly [R in CarrierName]: { readonly reader: R; readonly parcel: Parcels[R] };
}[CarrierName];

/** Who follows which streams, in the order of the streams' ids. */
export const followersGet = serverCommand(
  "read",
  fields({ after: Type.Integer({ minimum: 0 }) }),
  async (tx, _actor, { after }) => {
    const found = await tx.followings(after, MAX_FOLLOWINGS);
    const last = found.at(-1)?.stream ?? 0;
    const cut = found.length === MAX_FOLLOWINGS && found[0]?.stream !== last;
    // The followers of the last stream may not all be there.
    return { reply: cut ? found.filter(({ stream }) => stream !== last) : found, events: [] };
  },
);

/** Read on in a stream: at most `MAX_STEP` events. `follows` is false when there is nothing to follow any more. */
export const readerStep = serverCommand(
  "change",
  fields({ reader: Type.Enum(READERS), stream: IdSchema }),
  async (tx, _actor, { reader, stream }) => {
    const seq = await tx.positionOf(reader, stream);
    if (seq === null) return { reply: { follows: false, more: false }, events: [] };
    const rows = await tx.readLog(stream, seq, MAX_STEP);
    const last = rows.at(-1);
    if (last === undefined) return { reply: { follows: true, more: false }, events: [] };
    const { jobs, events, wanted } = await readers[reader].work(tx, stream, rows);
    for (const job of jobs) await insertJob(tx, reader, stream, job);
    // A room that was deleted tells no more.
    const follows = wanted && last.type !== "room_delete";
    if (follows) await tx.movePosition({ reader, stream, seq: last.seq });
    else await tx.unfollow(reader, stream);
    const more = follows && rows.length === MAX_STEP;
    return {
      reply: { follows, more },
      events:
        jobs.length === 0
          ? events
          : [...events, jobSet(tx.now + Math.min(...jobs.map(({ delay = 0 }) => delay)))],
    };
  },
);

/** What is to be sent now, one of each target, and when something is next. */
export const outboxDue = serverCommand("read", fields({}), async (tx) => ({
  reply: { jobs: await tx.jobsDue(tx.now, MAX_JOBS_DUE), next: await tx.nextJob(tx.now) },
  events: [],
}));

/** What a job has to send, as it is now; null when that is nothing any more. */
export const outboxOpen = serverCommand(
  "read",
  fields({ job: IdSchema }),
  async (tx, _actor, { job: id }): Promise<{ reply: Parcel | null; events: [] }> => {
    const job = await tx.findJob(id);
    if (job === null || job.dead) return { reply: null, events: [] };
    const { reader } = job;
    const parcel = await carriers[reader].open(tx, job);
    return { reply: parcel === null ? null : ({ reader, parcel } as Parcel), events: [] };
  },
);

const failureSchema = fields({
  reason: Type.String(),
  final: Type.Boolean(),
  spread: Type.Number({ minimum: 0, maximum: 1 }),
});

/** Say what became of a job: it arrived, there was nothing to send any more, or it failed. */
export const outboxSettle = serverCommand(
  "change",
  fields({
    job: IdSchema,
    outcome: Type.Union([Type.Literal("delivered"), Type.Literal("nothing"), failureSchema]),
  }),
  async (tx, _actor, { job: id, outcome }) => {
    const job = await tx.findJob(id);
    if (job === null) return { reply: null, events: [] };
    if (outcome === "delivered" || outcome === "nothing") {
      await tx.deleteJob(id);
      const events = outcome === "nothing" ? [] : await carriers[job.reader].delivered(tx, job);
      return { reply: null, events };
    }
    return { reply: null, events: await settleFailure(tx, job, outcome) };
  },
);

async function settleFailure(
  tx: Tx,
  job: Job,
  failure: Static<typeof failureSchema>,
): Promise<readonly Happening[]> {
  const reason = failure.reason.slice(0, MAX_FAILURE);
  const tried = { ...job, attempts: job.attempts + 1, failure: reason };
  await tx.updateJob(tried);
  const { next, due, events } = await carriers[job.reader].failed(tx, tried, { ...failure, reason });
  if (next === "dropped") await tx.deleteJob(job.id);
  else await tx.updateJob({ ...tried, due, dead: next === "dead" });
  return next === "again" ? [...events, jobSet(due)] : events;
}

/** It waits its turn: one that did not answer is left alone with what is new, too. */
async function insertJob(
  tx: Tx,
  reader: ReaderName,
  stream: StreamId,
  { target, seq, delay = 0 }: Work["jobs"][number],
): Promise<void> {
  const due = Math.max(tx.now + delay, await tx.lastDue(reader, target));
  const state = { due, attempts: 0, dead: false, failure: "" };
  await tx.insertJob({ id: tx.newId(), reader, target, stream, seq, ...state });
}
