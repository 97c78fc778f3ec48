import { expect, test } from "bun:test";
import { joined, spanAt, within } from "./windows.ts";

const live = Number.POSITIVE_INFINITY;

test("spans that meet become one, others stay apart", () => {
  const apart = joined(joined([], { from: 90, to: live }), { from: 10, to: 20 });
  expect(apart).toEqual([
    { from: 10, to: 20 },
    { from: 90, to: live },
  ]);
  expect(joined(apart, { from: 21, to: 50 })).toEqual([
    { from: 10, to: 50 },
    { from: 90, to: live },
  ]);
  expect(joined(apart, { from: 15, to: 89 })).toEqual([{ from: 10, to: live }]);
});

test("the newest span is the one that grows", () => {
  const spans = [
    { from: 0, to: 20 },
    { from: 90, to: live },
  ];
  expect(spanAt(spans, null)).toEqual({ from: 90, to: live });
  expect(spanAt(spans, 20)).toEqual({ from: 0, to: 20 });
  expect(spanAt(spans, 21)).toBeUndefined();
  expect(spanAt([{ from: 0, to: 20 }], null)).toBeUndefined();
});

test("a span's part of a list, with numbers left out", () => {
  const list = [1, 2, 5, 9, 12].map((n) => ({ n }));
  expect(within(list, { from: 2, to: 9 }).map(({ n }) => n)).toEqual([2, 5, 9]);
  expect(within(list, { from: 3, to: live }).map(({ n }) => n)).toEqual([5, 9, 12]);
  expect(within(list, { from: 20, to: 30 })).toEqual([]);
});
