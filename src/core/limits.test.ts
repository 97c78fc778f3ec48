import { expect, test } from "bun:test";
import { limiter, PROFILES } from "./limits.ts";

const ten = { windows: [{ count: 10, millis: 1_000 }], cooldown: 0 };

test("as many at once as the window says, then one for each part of its time", () => {
  const take = limiter({ ...PROFILES, bonfire: ten });
  for (let i = 0; i < 10; i++) expect(take("bonfire", 1, 0)).toBe(0);
  expect(take("bonfire", 1, 0)).toBe(100);
  expect(take("bonfire", 1, 99)).toBe(1);
  expect(take("bonfire", 1, 100)).toBe(0);
  expect(take("bonfire", 1, 100)).toBe(100);
});

test("a refusal costs nothing: whoever waits as told gets through", () => {
  const take = limiter({ ...PROFILES, bonfire: ten });
  for (let i = 0; i < 10; i++) take("bonfire", 1, 0);
  for (let i = 0; i < 100; i++) take("bonfire", 1, 50);
  expect(take("bonfire", 1, 100)).toBe(0);
});

test("one's speed is nobody else's, and one profile's not another's", () => {
  const take = limiter({ ...PROFILES, bonfire: ten });
  for (let i = 0; i < 11; i++) take("bonfire", 1, 0);
  expect(take("bonfire", 2, 0)).toBe(0);
  expect(take("sign_in_account", 1, 0)).toBe(0);
});

test("the narrower of two windows decides", () => {
  const windows = [
    { count: 100, millis: 1_000 },
    { count: 2, millis: 10_000 },
  ];
  const take = limiter({ ...PROFILES, bonfire: { windows, cooldown: 0 } });
  expect([take("bonfire", 1, 0), take("bonfire", 1, 0)]).toEqual([0, 0]);
  expect(take("bonfire", 1, 0)).toBe(5_000);
});

test("with a cooldown nothing passes until its end", () => {
  const take = limiter({ ...PROFILES, bonfire: { ...ten, cooldown: 30_000 } });
  for (let i = 0; i < 10; i++) take("bonfire", 1, 0);
  expect(take("bonfire", 1, 0)).toBe(30_000);
  expect(take("bonfire", 1, 29_999)).toBe(1);
  expect(take("bonfire", 1, 30_000)).toBe(0);
});
