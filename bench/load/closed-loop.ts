/**
 * Saying messages to a crowd so that a stated number is always under way: the next is said when one has reached
 * every listener.
 */

import { Histogram } from "../numbers.ts";
import type { Crowd } from "./crowd.ts";

export interface LoopInput {
  readonly inFlight: number;
  readonly millis: number;
  /** Listeners that do not read from now on; they count as served. */
  readonly stalled?: readonly number[];
  /** At most so many messages a second; none: as fast as they are served. */
  readonly perSecond?: number;
}

export interface LoopResult {
  readonly messages: number;
  readonly deliveries: number;
  readonly seconds: number;
  /** Milliseconds from saying a message to its arrival at a listener. */
  readonly p50: number;
  readonly p99: number;
}

/** How long the last messages may take to arrive. */
const PATIENCE_MILLIS = 20_000;

/** Rejects when a message does not arrive, or one arrives that was not sent. */
export function closedLoop(crowd: Crowd, input: LoopInput): Promise<LoopResult> {
  const { inFlight, millis, stalled = [], perSecond } = input;
  const absent = new Set(stalled);
  for (const listener of absent) crowd.pause(listener);
  const present = crowd.listeners - absent.size;
  const ring = inFlight * 2;
  const sentAt = new Float64Array(ring);
  const reached = new Uint32Array(ring);
  const received = new Float64Array(crowd.listeners);
  const delays = new Histogram();
  let sent = 0;
  let served = 0;
  const begun = performance.now();
  const end = begun + millis;

  return new Promise((resolve, reject) => {
    const giveUp = setTimeout(
      () => reject(new Error(`${served} of ${sent} messages reached all ${present} listeners`)),
      millis + PATIENCE_MILLIS,
    );
    const pace = perSecond === undefined ? null : setInterval(() => goOn(performance.now()), 1);
    const goOn = (now: number): void => {
      if (now >= end && served === sent) {
        clearTimeout(giveUp);
        if (pace !== null) clearInterval(pace);
        crowd.onDelivered = () => undefined;
        return resolve({
          messages: sent,
          deliveries: sent * present,
          seconds: (now - begun) / 1_000,
          p50: delays.quantile(0.5),
          p99: delays.quantile(0.99),
        });
      }
      while (now < end && sent - served < inFlight) {
        if (perSecond !== undefined && sent >= ((now - begun) / 1_000) * perSecond) return;
        sentAt[sent % ring] = now;
        reached[sent % ring] = 0;
        sent += 1;
        crowd.say();
      }
    };
    crowd.onDelivered = (listener, count) => {
      if (absent.has(listener)) return;
      const now = performance.now();
      const from = received[listener] ?? 0;
      received[listener] = from + count;
      if (from + count > sent) return reject(new Error("a listener got more than was said"));
      let complete = false;
      for (let i = from; i < from + count; i++) {
        const at = i % ring;
        delays.add(now - (sentAt[at] ?? 0));
        reached[at] = (reached[at] ?? 0) + 1;
        if (reached[at] === present) {
          served += 1;
          complete = true;
        }
      }
      if (complete) goOn(now);
    };
    goOn(begun);
  });
}
