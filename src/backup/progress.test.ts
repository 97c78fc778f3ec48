import { expect, test } from "bun:test";
import { createProgress, type Told } from "./progress.ts";

test("nothing is told of the first second, then once a second, how far it is", () => {
  const told: Told[] = [];
  let now = 0;
  const progress = createProgress(
    (one) => told.push(one),
    () => now,
  );
  for (now = 0; now <= 3_500; now += 100) progress("copying", now, 4_000);
  expect(told).toEqual([
    { stage: "copying", percent: 25 },
    { stage: "copying", percent: 50 },
    { stage: "copying", percent: 75 },
  ]);
  now = 10_000;
  progress("counting", 17, 0);
  expect(told.at(-1)).toEqual({ stage: "counting", done: 17 });
});
