/**
 * Ending connections whose peers have not read for too long.
 *
 * Asking every socket for its backlog takes 0.2 ms for 10,000, so all are asked and only those over the limit
 * are remembered.
 */

import type { EndReason } from "../core/dialect.ts";
import type { Limits } from "./limits.ts";
import type { Wheel } from "./wheel.ts";

/** Milliseconds between two sweeps. */
const SWEEP = 250;

interface Peer {
  /** Bytes that wait for the peer to read them. */
  readonly buffered: number;
  end(reason: EndReason): void;
}

/** Sweep over the peers for ever; the result stops it. */
export function watchPressure(peers: Iterable<Peer>, limits: Limits, wheel: Wheel): () => void {
  /** Since when a peer has been over the limit. Built anew by each sweep, so that nothing gone stays. */
  let over = new Map<Peer, number>();

  const next = wheel.add(SWEEP, () => {
    wheel.move(next, SWEEP);
    const time = wheel.now();
    const stillOver = new Map<Peer, number>();
    const tooSlow: Peer[] = [];
    for (const peer of peers) {
      if (peer.buffered <= limits.softBufferBytes) continue;
      const since = over.get(peer) ?? time;
      if (time - since >= limits.softBufferMillis) tooSlow.push(peer);
      else stillOver.set(peer, since);
    }
    over = stillOver;
    for (const peer of tooSlow) peer.end("too-slow");
  });
  return () => wheel.cancel(next);
}
