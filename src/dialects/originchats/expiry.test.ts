import { expect, test } from "bun:test";
import { daysOf, lifeOf } from "./expiry.ts";

const DAY = 86_400_000;
const MIB = 1024 * 1024;
const tiers = {
  most: 7 * DAY,
  permanent: ["pro", "max"],
  askSubscription: async (username: string) => (username === "roger" ? "Pro" : null),
};

test("the larger a file, the shorter it is kept", () => {
  const sizes = [0, 5 * MIB, 15 * MIB, 25 * MIB, 62.5 * MIB, 100 * MIB, 1_000 * MIB];
  expect(sizes.map(daysOf)).toEqual([49, 49, 28, 7, 4, 1, 1]);
});

test("what the operator chose bounds it, and a wish makes it shorter only", async () => {
  expect(await lifeOf(tiers, 10, null, undefined)).toBe(7 * DAY);
  expect(await lifeOf(tiers, 10, null, 3)).toBe(3 * DAY);
  expect(await lifeOf(tiers, 10, null, 30)).toBe(7 * DAY);
  for (const wish of [0, -1, "3", Number.NaN, Number.POSITIVE_INFINITY])
    expect(await lifeOf(tiers, 10, null, wish)).toBe(7 * DAY);
  expect(await lifeOf(tiers, 200 * MIB, null, 3)).toBe(DAY);
});

test("who has a permanent tier has no end, unless they wish one; nobody has where there are none", async () => {
  expect(await lifeOf(tiers, 10, "roger", undefined)).toBeNull();
  expect(await lifeOf(tiers, 10, "roger", 2)).toBe(2 * DAY);
  expect(await lifeOf(tiers, 10, "stranger", undefined)).toBe(7 * DAY);
  expect(await lifeOf({ ...tiers, most: 0 }, 10, null, undefined)).toBeNull();
});
