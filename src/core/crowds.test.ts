import { expect, test } from "bun:test";
import { waitForMore } from "./crowds.ts";
import { createGate } from "./gate.ts";
import { eventAt, settled } from "./hub-fixture.ts";

const [CROWD, FEW] = [7, 8];

/** A stream with many listeners and one with few, a store, and what was told. */
function scene() {
  const told: string[] = [];
  const gate = createGate((bug) => {
    throw bug;
  });
  const made = {
    told,
    underway: null as PromiseWithResolvers<void> | null,
    timeIsUp: null as (() => void) | null,
    tell(stream: number, seq: number) {
      wait(eventAt(stream, seq));
      gate.pass(() => void told.push(`${stream}:${seq}`));
    },
  };
  const wait = waitForMore({
    gate,
    audience: (stream) => (stream === CROWD ? 500 : 5),
    underway: () => made.underway?.promise ?? null,
    after: (_, callback) => {
      made.timeIsUp = callback;
    },
  });
  return made;
}

test("while nothing is being stored a crowd is told at once", () => {
  const { told, tell } = scene();
  tell(CROWD, 1);
  expect(told).toEqual(["7:1"]);
});

test("a crowd is told together with what is being stored, once; all in order", async () => {
  const made = scene();
  const first = Promise.withResolvers<void>();
  made.underway = first;
  made.tell(FEW, 1);
  expect(made.told).toEqual(["8:1"]);
  made.tell(CROWD, 1);
  made.tell(FEW, 2);
  await settled();
  expect(made.told).toEqual(["8:1"]);

  // The next is under way when the first is answered.
  const second = Promise.withResolvers<void>();
  made.underway = second;
  made.tell(CROWD, 2);
  first.resolve();
  await settled();
  expect(made.told).toEqual(["8:1", "7:1", "8:2", "7:2"]);

  made.tell(CROWD, 3);
  await settled();
  expect(made.told).toHaveLength(4);
  made.underway = null;
  second.resolve();
  await settled();
  expect(made.told.at(-1)).toBe("7:3");
});

test("a crowd does not wait long for what takes long", async () => {
  const made = scene();
  made.underway = Promise.withResolvers<void>();
  made.tell(CROWD, 1);
  await settled();
  expect(made.told).toEqual([]);
  made.timeIsUp?.();
  await settled();
  expect(made.told).toEqual(["7:1"]);
});
