import { expect, test } from "bun:test";
import { readConfig } from "./config.ts";
import { limiter } from "./core/limits.ts";

/** How many of a hundred attempts at one moment pass. */
function passing(environment: Record<string, string>, profile: "bonfire" | "sign_in_address"): number {
  const limit = limiter(readConfig(environment).limits);
  return Array.from({ length: 100 }, () => limit(profile, 1, 1_000_000)).filter((wait) => wait === 0).length;
}

test("limits stay the defaults when nobody changes them", () => {
  expect(passing({}, "bonfire")).toBe(50);
  expect(passing({}, "sign_in_address")).toBe(20);
});

test("a limit is a count in a period, and changes its own profile alone", () => {
  expect(passing({ KOINE_LIMITS_BONFIRE: "7/1s" }, "bonfire")).toBe(7);
  expect(passing({ KOINE_LIMITS_BONFIRE: "7/1s" }, "sign_in_address")).toBe(20);
  expect(passing({ KOINE_LIMITS_SIGN_IN: "100000/1s" }, "sign_in_address")).toBe(100);
  expect(passing({ KOINE_LIMITS_SIGN_IN: "100000/1s" }, "bonfire")).toBe(50);
});

test.each([
  ["5/500ms", 100],
  ["5/2s", 400],
  ["5/1m", 12_000],
])("the period of %s is read in its unit", (text, wait) => {
  const limit = limiter(readConfig({ KOINE_LIMITS_BONFIRE: text }).limits);
  for (let i = 0; i < 5; i += 1) expect(limit("bonfire", 1, 0)).toBe(0);
  expect(limit("bonfire", 1, 0)).toBe(wait);
});

test.each(["", "50", "50/", "/5s", "0/5s", "50/0s", "-1/5s", "1.5/5s", "50/5h", "50/5 s", "1000001/1s"])(
  'the limit "%s" is refused with a sentence that names the key',
  (text) => {
    const sentence = `KOINE_LIMITS_SIGN_IN is how many in how long, e.g. 50/5s (units ms, s and m, both above 0, count up to 1000000); it is "${text}"`;
    expect(() => readConfig({ KOINE_LIMITS_SIGN_IN: text })).toThrow(sentence);
  },
);

test("how many connections one address may have is a number that may be left out", () => {
  expect(readConfig({}).connectionsPerAddress).toBeNull();
  expect(readConfig({ KOINE_LIMITS_CONNECTIONS_PER_ADDRESS: "7" }).connectionsPerAddress).toBe(7);
});

test.each(["", "0", "-1", "1.5", "many", "1000001"])('"%s" is no number of connections', (text) => {
  const sentence = `KOINE_LIMITS_CONNECTIONS_PER_ADDRESS is a number from 1 to 1000000; it is "${text}"`;
  expect(() => readConfig({ KOINE_LIMITS_CONNECTIONS_PER_ADDRESS: text })).toThrow(sentence);
});
