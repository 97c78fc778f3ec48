/**
 * Empties the outbox: opens what is due, sends it, and says what became of it. One thing at a time for each target,
 * so that one that does not answer holds up no other.
 *
 * A process that ends between sending and saying so sends again after the start, under the same id: the other side
 * can tell.
 */

import type { Command } from "../core/commands.ts";
import type { Happening } from "../core/events.ts";
import type { Parcel } from "../core/followers.ts";
import type { Log } from "../core/log.ts";
import type { Id, Millis } from "../core/model/ids.ts";
import type { Node } from "../core/node.ts";
import type { CarrierName, Job } from "../core/tx/followers.ts";

/** Longest sleep: for a clock that was set, and for a doorbell that was lost. */
const MAX_SLEEP: Millis = 60_000;
/** How long a target is left alone whose delivery could not be written down. */
const RETRY_MILLIS: Millis = 30_000;
/** Most things that are sent at the same time. */
export const MAX_SENDING = 32;

/** What came of an attempt. `final`: the other side said that trying again is no use. */
export type Sent =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: string; readonly final: boolean };

/** Sends a parcel; `id` is the same in every attempt. What it throws counts as a failure. */
export type Send<P> = (parcel: P, id: Id) => Promise<Sent>;

type ParcelOf<R extends CarrierName> = Extract<Parcel, { reader: R }>["parcel"];

export interface Sender {
  /** What happened: what is put into the outbox is sent. */
  heard(happenings: readonly Happening[]): void;
  /** Send what is due, and wait for the rest. */
  start(): void;
  /** Resolves when nothing is under way, and nothing will be. */
  stop(): Promise<void>;
}

interface Deps {
  readonly node: Node;
  readonly send: { readonly [R in CarrierName]: Send<ParcelOf<R>> };
  /** Calls back after that time; gives what prevents it. */
  readonly after: (millis: Millis, callback: () => void) => () => void;
  readonly now: () => Millis;
  /** Between 0 and 1, by chance. */
  readonly chance: () => number;
  readonly log: Log;
}

export function createSender({ node, send, after, now, chance, log }: Deps): Sender {
  const sending = new Map<string, Promise<void>>();
  const resting = new Map<string, () => void>();
  let cancel: () => void = () => undefined;
  let wakeAt = Number.POSITIVE_INFINITY;
  let looking: Promise<void> | null = null;
  let again = false;
  let stopped = false;

  function sleepUntil(due: Millis): void {
    cancel();
    wakeAt = due;
    if (!stopped) cancel = after(Math.max(0, due - now()), wake);
  }

  function wake(): void {
    if (stopped) return;
    if (looking !== null) {
      again = true;
      return;
    }
    wakeAt = Number.POSITIVE_INFINITY;
    again = false;
    looking = look()
      .catch((error: unknown) => {
        log.warn("the outbox was not read", { reason: String(error) });
        return null;
      })
      .then((next) => {
        looking = null;
        if (again) wake();
        else sleepUntil(Math.min(wakeAt, next ?? Number.POSITIVE_INFINITY, now() + MAX_SLEEP));
      });
  }

  /** Begins what is due and not under way; gives when something is next. */
  async function look(): Promise<Millis | null> {
    const { jobs, next } = await node.ask(null, { type: "outbox_due", input: {} });
    for (const job of jobs) {
      const target = `${job.reader}/${job.target}`;
      if (stopped || sending.size >= MAX_SENDING || sending.has(target) || resting.has(target)) continue;
      const attempt = carry(job, target).finally(() => {
        sending.delete(target);
        wake();
      });
      sending.set(target, attempt);
    }
    return next;
  }

  async function carry({ id }: Job, target: string): Promise<void> {
    try {
      const parcel = await node.ask(null, { type: "outbox_open", input: { job: id } });
      const outcome = parcel === null ? "nothing" : outcomeOf(await attempt(parcel, id));
      await node.ask(null, { type: "outbox_settle", input: { job: id, outcome } });
    } catch (error) {
      log.error("a delivery was not carried out", { target, reason: String(error) });
      const wakeLater = after(RETRY_MILLIS, () => {
        resting.delete(target);
        wake();
      });
      resting.set(target, wakeLater);
    }
  }

  function outcomeOf(sent: Sent): Command<"outbox_settle">["input"]["outcome"] {
    return sent.ok ? "delivered" : { reason: sent.reason, final: sent.final, spread: chance() };
  }

  async function attempt(parcel: Parcel, id: Id): Promise<Sent> {
    try {
      return await (send[parcel.reader] as Send<Parcel["parcel"]>)(parcel.parcel, id);
    } catch (error) {
      return { ok: false, reason: error instanceof Error ? error.message : String(error), final: false };
    }
  }

  return {
    heard(happenings) {
      for (const happening of happenings) {
        if (happening.type !== "job_set") continue;
        if (happening.due <= now()) wake();
        else if (happening.due < wakeAt) sleepUntil(happening.due);
      }
    },
    start: wake,
    async stop() {
      stopped = true;
      cancel();
      for (const wakeLater of resting.values()) wakeLater();
      await looking;
      await Promise.all(sending.values());
    },
  };
}
