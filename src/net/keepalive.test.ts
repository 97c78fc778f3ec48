import { expect, test } from "bun:test";
import { RETURN_MILLIS } from "../core/attendance.ts";
import { clockwork, quietPeer } from "./clockwork.ts";
import { Keepalive } from "./keepalive.ts";
import { defaultLimits } from "./limits.ts";

test("two pings without an answer end a connection at the third", () => {
  const { wheel, pass } = clockwork();
  const peer = quietPeer();
  new Keepalive(peer, defaultLimits, wheel);
  pass(60_000);
  expect([peer.pings, peer.ended]).toEqual([2, []]);
  pass(30_000);
  expect([peer.pings, peer.ended]).toEqual([2, ["silent"]]);
  pass(300_000);
  expect([peer.pings, peer.ended]).toEqual([2, ["silent"]]);
});

test("a sign of life counts as an answer", () => {
  const { wheel, pass } = clockwork();
  const peer = quietPeer();
  const keepalive = new Keepalive(peer, defaultLimits, wheel);
  for (let minute = 0; minute < 10; minute++) {
    pass(60_000);
    keepalive.seen();
  }
  expect([peer.pings, peer.ended]).toEqual([20, []]);
});

test("a paused peer is neither pinged nor judged", () => {
  const { wheel, pass } = clockwork();
  const peer = quietPeer();
  new Keepalive(peer, defaultLimits, wheel);
  pass(60_000);
  peer.paused = true;
  pass(600_000);
  expect([peer.pings, peer.ended]).toEqual([2, []]);
  peer.paused = false;
  pass(30_000);
  expect(peer.ended).toEqual(["silent"]);
});

test("stopped", () => {
  const { wheel, pass } = clockwork();
  const peer = quietPeer();
  new Keepalive(peer, defaultLimits, wheel).stop();
  pass(600_000);
  expect([peer.pings, peer.ended]).toEqual([0, []]);
});

test("whoever is in a voice room and falls silent is gone within 10 s", () => {
  const { wheel, pass } = clockwork();
  const peer = quietPeer();
  const keepalive = new Keepalive(peer, defaultLimits, wheel);
  pass(29_000);
  keepalive.seen();
  keepalive.watch(true);
  pass(10_000 - RETURN_MILLIS); // In which they may come back.
  expect(peer.ended).toEqual(["silent"]);
});
