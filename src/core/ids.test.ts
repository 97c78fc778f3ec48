import { expect, test } from "bun:test";
import { ID_EPOCH, idSource, idTime, TICK_MILLIS } from "./ids.ts";

/** A clock that stands where it was set. */
function clock(start = 1_000) {
  let time = ID_EPOCH + start;
  return { now: () => time, set: (millis: number) => (time = ID_EPOCH + millis) };
}

test("an id tells when it was taken, to a tick", () => {
  const { now } = clock(400_000);
  expect(idTime(idSource(0, now, 0)())).toBe(ID_EPOCH + 400_000);
});

test("128 ids fit in a tick; then the tick runs ahead of the clock", () => {
  const next = idSource(3, clock(4_000).now, 0);
  const ids = Array.from({ length: 129 }, next);
  expect(new Set(ids).size).toBe(129);
  expect(ids).toEqual(ids.toSorted((a, b) => a - b));
  expect(idTime(ids[127] ?? 0)).toBe(ID_EPOCH + 4_000);
  expect(idTime(ids[128] ?? 0)).toBe(ID_EPOCH + 4_000 + TICK_MILLIS);
});

test("a clock that jumps back makes nothing go back, and one that goes on is followed again", () => {
  const { now, set } = clock(8_000);
  const next = idSource(0, now, 0);
  const before = next();
  set(0);
  const during = next();
  expect(during).toBeGreaterThan(before);
  set(12_000);
  const after = next();
  expect(after).toBeGreaterThan(during);
  expect(idTime(after)).toBe(ID_EPOCH + 12_000);
});

test("all ids are above the largest that is stored, whatever its node, and whatever the clock says", () => {
  const largest = idSource(127, clock(60_000).now, 0)();
  expect(idSource(0, clock(1_000).now, largest)()).toBeGreaterThan(largest);
  expect(idSource(0, clock(60_000).now, largest)()).toBeGreaterThan(largest);
});

test("two nodes never make the same id", () => {
  const { now } = clock();
  const [one, two] = [idSource(1, now, 0), idSource(2, now, 0)];
  const ids = Array.from({ length: 300 }, () => [one(), two()]).flat();
  expect(new Set(ids).size).toBe(600);
});

test("ids are exact as JSON numbers for seventy years", () => {
  const late = idSource(127, clock(65 * 365 * 24 * 3_600_000).now, 0)();
  expect(Number.isSafeInteger(late)).toBe(true);
  expect(JSON.parse(JSON.stringify(late))).toBe(late);
});
