import { expect, test } from "bun:test";
import { TICK, Wheel } from "./wheel.ts";

function wheelAtZero() {
  let time = 0;
  const wheel = new Wheel(() => time);
  const advanceTo = (to: number) => {
    time = to;
    wheel.advance();
  };
  return { wheel, advanceTo };
}

// What the line shows, the delay, when it is not called yet, when it is.
const delays = [
  ["no delay is the next tick", 0, 0, TICK],
  ["less than a tick is a tick", 1, TICK - 1, TICK],
  ["one tick", TICK, TICK - 1, TICK],
  ["a part of a tick is rounded up", TICK + 1, 2 * TICK - 1, 2 * TICK],
  ["30 s", 30_000, 29_999, 30_000],
  ["exactly one turn", 512 * TICK, 512 * TICK - 1, 512 * TICK],
  ["an hour, many turns", 3_600_000, 3_599_999, 3_600_000],
] as const;

for (const [name, delay, before, after] of delays) {
  test(`delay: ${name}`, () => {
    const { wheel, advanceTo } = wheelAtZero();
    let calls = 0;
    wheel.add(delay, () => calls++);
    for (let time = 0; time < before; time += TICK) advanceTo(time);
    advanceTo(before);
    expect(calls).toBe(0);
    advanceTo(after);
    advanceTo(after + 2_000 * TICK);
    expect(calls).toBe(1);
  });
}

test("after a long sleep everything due is called, nothing else", () => {
  const { wheel, advanceTo } = wheelAtZero();
  const called: number[] = [];
  for (const delay of [300, 5_000, 100_000, 200_000, 900_000]) wheel.add(delay, () => called.push(delay));
  advanceTo(800_000);
  expect(called.sort((a, b) => a - b)).toEqual([300, 5_000, 100_000, 200_000]);
  advanceTo(900_000);
  expect(called).toContain(900_000);
});

test("moved and cancelled", () => {
  const { wheel, advanceTo } = wheelAtZero();
  const called: string[] = [];
  const moved = wheel.add(1_000, () => called.push("moved"));
  const cancelled = wheel.add(1_000, () => called.push("cancelled"));
  advanceTo(500);
  wheel.move(moved, 1_000);
  wheel.cancel(cancelled);
  wheel.cancel(cancelled);
  advanceTo(1_250);
  expect(called).toEqual([]);
  advanceTo(1_500);
  expect(called).toEqual(["moved"]);
  wheel.move(moved, 250);
  advanceTo(1_750);
  expect(called).toEqual(["moved", "moved"]);
});

test("a callback sets itself anew, without delay too, and cancels another of its tick", () => {
  const { wheel, advanceTo } = wheelAtZero();
  let calls = 0;
  const again = wheel.add(0, () => {
    calls++;
    wheel.move(again, 0);
    wheel.cancel(other);
  });
  const other = wheel.add(0, () => {
    throw new Error("cancelled, and called");
  });
  for (let tick = 1; tick <= 10; tick++) advanceTo(tick * TICK);
  expect(calls).toBe(10);
});

test("a callback that throws does not take the others with it", () => {
  const { wheel, advanceTo } = wheelAtZero();
  let calls = 0;
  wheel.add(TICK, () => {
    throw new Error("bug");
  });
  wheel.add(TICK, () => calls++);
  wheel.add(2 * TICK, () => calls++);
  expect(() => advanceTo(2 * TICK)).toThrow("bug");
  advanceTo(2 * TICK);
  expect(calls).toBe(2);
});

test("ten thousand deadlines, each moved many times", () => {
  const { wheel, advanceTo } = wheelAtZero();
  let calls = 0;
  const deadlines = Array.from({ length: 10_000 }, () => wheel.add(30_000, () => calls++));
  for (let time = 0; time <= 60_000; time += 10_000) {
    advanceTo(time);
    for (const deadline of deadlines) wheel.move(deadline, 30_000);
  }
  expect(calls).toBe(0);
  advanceTo(90_000);
  expect(calls).toBe(10_000);
});
