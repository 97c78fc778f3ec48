/** For the tests of what waits on the wheel: a clock driven by hand, and a peer that remembers. */

import type { EndReason } from "../core/dialect.ts";
import { TICK, Wheel } from "./wheel.ts";

export function clockwork() {
  let time = 0;
  const wheel = new Wheel(() => time);
  const pass = (millis: number) => {
    const until = time + millis;
    while (time < until) {
      time += TICK;
      wheel.advance();
    }
  };
  return { wheel, pass };
}

export function quietPeer() {
  const ended: EndReason[] = [];
  const peer = { buffered: 0, paused: false, pings: 0, ended, ping: () => void peer.pings++, end };
  function end(reason: EndReason): void {
    ended.push(reason);
  }
  return peer;
}
