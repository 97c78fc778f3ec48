import { expect, test } from "bun:test";
import { clockwork, quietPeer } from "./clockwork.ts";
import { defaultLimits } from "./limits.ts";
import { watchPressure } from "./pressure.ts";
import { TICK } from "./wheel.ts";

const over = defaultLimits.softBufferBytes + 1;

test("ten seconds over the limit end a connection, others stay", () => {
  const { wheel, pass } = clockwork();
  const [slow, fine] = [quietPeer(), quietPeer()];
  const peers = new Set([slow, fine]);
  watchPressure(peers, defaultLimits, wheel);
  slow.buffered = over;
  fine.buffered = over - 1;
  pass(10_000);
  expect(slow.ended).toEqual([]);
  pass(TICK);
  expect(slow.ended).toEqual(["too-slow"]);
  peers.delete(slow);
  pass(60_000);
  expect(fine.ended).toEqual([]);
});

test("a peer that catches up begins anew", () => {
  const { wheel, pass } = clockwork();
  const peer = quietPeer();
  watchPressure([peer], defaultLimits, wheel);
  for (let round = 0; round < 5; round++) {
    peer.buffered = over;
    pass(9_000);
    peer.buffered = 0;
    pass(TICK);
  }
  expect(peer.ended).toEqual([]);
});

test("stopped", () => {
  const { wheel, pass } = clockwork();
  const peer = quietPeer();
  const stop = watchPressure([peer], defaultLimits, wheel);
  peer.buffered = over;
  pass(5_000);
  stop();
  pass(60_000);
  expect(peer.ended).toEqual([]);
});
