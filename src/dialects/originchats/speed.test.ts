/** The limit of writing, at a clock of our own. */

import { expect, test } from "bun:test";
import { createSpeed } from "./speed.ts";

function at(limits: { perMinute: number; burst: number; cooldown: number }) {
  let now = 1_000_000;
  const speed = createSpeed(limits, () => now);
  return {
    speed,
    pass: (millis: number) => {
      now += millis;
    },
  };
}

test("too many at once: a cooldown, for whoever goes on as well", () => {
  const { speed, pass } = at({ perMinute: 60, burst: 2, cooldown: 30_000 });
  expect([speed.spend(1, true), speed.spend(1, true)]).toEqual([null, null]);
  expect(speed.spend(1, true)).toEqual({
    cmd: "rate_limit",
    reason: "Burst limit exceeded. You're in cooldown for 30 seconds",
    length: 30_000,
  });
  pass(12_500);
  expect(speed.spend(1, true)).toEqual({
    cmd: "rate_limit",
    reason: "You are in cooldown for 17.5 more seconds",
    length: 17_500,
  });
  expect(speed.spend(1, false)).toEqual({ cmd: "rate_limit", length: 17_500 });
  expect(speed.spend(2, true)).toBeNull();
  pass(17_500);
  expect(speed.spend(1, true)).toBeNull();
});

test("too many in a minute: until the oldest is a minute old", () => {
  const { speed, pass } = at({ perMinute: 2, burst: 0, cooldown: 30_000 });
  speed.spend(1, true);
  pass(20_000);
  speed.spend(1, true);
  expect(speed.spend(1, true)).toEqual({
    cmd: "rate_limit",
    reason: "Rate limit exceeded. Wait 40.0 seconds",
    length: 40_000,
  });
  pass(40_000);
  expect(speed.spend(1, true)).toBeNull();
});

test("what is refused is not counted, and can be looked at and forgotten", () => {
  const { speed } = at({ perMinute: 60, burst: 1, cooldown: 30_000 });
  speed.spend(1, true);
  speed.spend(1, true);
  expect(speed.status(1)).toEqual({
    messages_this_minute: 1,
    messages_per_minute_limit: 60,
    recent_messages: 1,
    burst_limit: 1,
    cooldown_remaining: 30,
  });
  speed.reset(1);
  expect(speed.spend(1, true)).toBeNull();
});
