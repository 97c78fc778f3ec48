/** Delivery on one node, put together: the hub, who is online, what was delivered, and the sessions. */

import { attended } from "../core/attendance.ts";
import { sharedBacklog } from "../core/backlog.ts";
import { createDeliveries, type Deliveries } from "../core/deliveries.ts";
import type { Frame } from "../core/dialect.ts";
import { createGate } from "../core/gate.ts";
import { Hub } from "../core/hub.ts";
import type { Log } from "../core/log.ts";
import type { Node } from "../core/node.ts";
import type { Bus } from "../core/ports.ts";
import { type PresenceBook, presenceBook } from "../core/presence.ts";
import { MAX_BACKLOG } from "../core/replay.ts";
import type { Sessions } from "../core/session.ts";
import { createSessions } from "../core/sessions.ts";
import type { Registration } from "../core/sign-in.ts";
import type { Wheel } from "../net/wheel.ts";

interface Deps {
  readonly inner: Node;
  /** As of the store. */
  readonly underway: () => Promise<void> | null;
  readonly bus: Bus;
  /** Sends a frame to all subscribers of a topic. */
  readonly publish: (topic: string, frame: Frame) => void;
  readonly registration: Registration;
  readonly wheel: Wheel;
  readonly now: () => number;
  readonly log: Log;
}

export interface Delivery {
  /** The node as dialects see it: what it answers counts as delivered. */
  readonly node: Node;
  readonly hub: Hub;
  readonly sessions: Sessions;
  readonly presences: PresenceBook;
  readonly deliveries: Deliveries;
}

export async function createDelivery({
  inner,
  underway,
  bus,
  publish,
  registration,
  wheel,
  now,
  log,
}: Deps): Promise<Delivery> {
  const backlog = sharedBacklog(
    (stream, after) => inner.ask(null, { type: "backlog_get", input: { stream, after, limit: MAX_BACKLOG } }),
    () => performance.now(),
  );
  const untold = (bug: unknown): void =>
    log.error("an event could not be told", {
      stack: bug instanceof Error ? (bug.stack ?? "") : String(bug),
    });
  const gate = createGate(untold);
  const hub = new Hub(
    publish,
    async (stream, after) => {
      const missed = await backlog(stream, after, Number.MAX_SAFE_INTEGER);
      await gate.opened();
      return missed;
    },
    untold,
  );
  const after = (millis: number, callback: () => void): (() => void) => wheel.after(millis, callback);
  // The wheel is too coarse for some.
  const soon = (millis: number, callback: () => void): void => void setTimeout(callback, millis);
  const presences = presenceBook(now);
  const deliveries = createDeliveries({
    node: inner,
    isShown: presences.isShown,
    after: soon,
    now,
    onError: (error) => log.warn("delivered marks were not stored", { reason: String(error) }),
  });
  const node = deliveries.over(inner);
  const sessions = await attended(
    createSessions({
      node,
      hub,
      bus,
      gate,
      underway,
      backlog,
      registration: registration,
      deliveries,
      presences,
      after,
      soon,
      now,
      log,
    }),
    {
      node: inner,
      bus,
      after: soon,
      onError: (error) => log.warn("voice rooms were not tidied", { reason: String(error) }),
    },
  );
  return { node, hub, sessions, presences, deliveries };
}
