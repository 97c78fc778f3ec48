/** Presence that ends by itself: what waits for that is bounded, however often somebody chooses. */

import { expect, test } from "bun:test";
import type { Happening } from "./events.ts";
import type { Millis } from "./model/ids.ts";
import type { ChosenPresence } from "./model/users.ts";
import type { Node } from "./node.ts";
import { presenceBook } from "./presence.ts";
import { createTelling } from "./telling.ts";

const ANN = 3;
const HOUR = 3_600_000;

/** A clock in the test's hand, and what waits for it. */
function telling() {
  let time = 0;
  const waiting = new Set<{ readonly at: Millis; readonly call: () => void }>();
  const told: Happening[] = [];
  const now = () => time;
  const book = presenceBook(now);
  const audience = { spaces: [1], partners: [], elsewhere: [], members: [null] };
  const made = createTelling({
    node: { submit: () => undefined, ask: (async () => audience) as Node["ask"] },
    bus: { publish: (events) => told.push(...events), listen: () => undefined },
    book,
    begun: () => [],
    here: () => [],
    after(millis, call) {
      const one = { at: time + millis, call };
      waiting.add(one);
      return () => waiting.delete(one);
    },
    now,
    onError: (error) => {
      throw error;
    },
  });
  const pass = async (millis: Millis): Promise<void> => {
    time += millis;
    for (const one of [...waiting].filter(({ at }) => at <= time)) {
      waiting.delete(one);
      one.call();
    }
    await new Promise((resolve) => setImmediate(resolve));
  };
  const statuses = () => told.map((one) => (one.type === "presence_update" ? one.presence.status : one.type));
  return { made, waiting, pass, statuses };
}

const idle = (until: Millis): ChosenPresence => ({ status: "idle", text: "", until });

test("one end of a presence is waited for, the last that was chosen, and none of somebody who is gone", async () => {
  const { made, waiting, pass, statuses } = telling();
  made.arrive(ANN, idle(HOUR));
  for (let i = 1; i <= 100; i++) made.choose(ANN, idle(i * HOUR), 0);
  made.arrive(ANN, idle(2 * HOUR));
  expect(waiting.size).toBe(1);
  await pass(HOUR);
  expect(statuses().at(-1)).toBe("idle");
  await pass(HOUR);
  expect(statuses().at(-1)).toBe("online");
  made.choose(ANN, idle(9 * HOUR), 0);
  made.leave(ANN);
  expect(waiting.size).toBe(1);
  made.leave(ANN);
  expect(waiting.size).toBe(0);
});
