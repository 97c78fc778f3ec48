import { expect, test } from "bun:test";
import { Streams } from "./live-streams.ts";

test("streams are the same whether they are kept alone or shared", () => {
  const streams = new Streams();
  const common = new Set([1, 2]);
  for (const id of [1, 5, 2, 5]) streams.add(id);
  expect(streams.share(common)).toBe(true);
  expect([...streams].toSorted()).toEqual([1, 2, 5]);
  streams.delete(2);
  expect([...streams].toSorted()).toEqual([1, 5]);
  expect([...common]).toEqual([1, 2]);
  expect([streams.has(1), streams.has(2), streams.has(5)]).toEqual([true, false, true]);
  streams.clear();
  expect([...streams]).toEqual([]);
});

test("who is not in all of the common streams keeps their own", () => {
  const streams = new Streams();
  streams.add(1);
  expect(streams.share(new Set([1, 2]))).toBe(false);
  expect([...streams]).toEqual([1]);
});
