/**
 * Pinging a peer, and ending its connection when it shows no sign of life.
 *
 * The runtime's own pings and idle limit are off: its limit is one for all, is suspended while a socket is paused,
 * and ends a connection without the dialect's goodbye.
 */

import type { EndReason } from "../core/dialect.ts";
import type { Limits } from "./limits.ts";
import type { Deadline, Wheel } from "./wheel.ts";

interface Peer {
  /** A peer that is not read at present is not judged: its pong may lie in the socket. */
  readonly paused: boolean;
  ping(): void;
  end(reason: EndReason): void;
}

/** A deadline of the wheel itself, for there is one for every connection. */
export class Keepalive implements Deadline {
  due = 0;
  readonly #peer: Peer;
  readonly #wheel: Wheel;
  readonly #limits: Limits;
  #watched = false;
  /** Pings since the last sign of life. */
  #unanswered = 0;

  constructor(peer: Peer, limits: Limits, wheel: Wheel) {
    this.#peer = peer;
    this.#wheel = wheel;
    this.#limits = limits;
    wheel.move(this, this.#interval);
  }

  /** The time for the next look has come. */
  call(): void {
    this.#wheel.move(this, this.#interval);
    if (this.#peer.paused) return;
    if (this.#unanswered >= this.#limits.missedPongs) {
      this.stop();
      this.#peer.end("silent");
      return;
    }
    this.#unanswered++;
    this.#peer.ping();
  }

  /** The peer has shown a sign of life: a frame, a ping, a pong, or it has read what waited for it. */
  seen(): void {
    this.#unanswered = 0;
  }

  /** Look more often from now on, or as often as at all others. */
  watch(on: boolean): void {
    if (on === this.#watched) return;
    this.#watched = on;
    this.#wheel.move(this, this.#interval);
  }

  get #interval(): number {
    return this.#watched ? this.#limits.watchedPingMillis : this.#limits.pingMillis;
  }

  stop(): void {
    this.#wheel.cancel(this);
  }
}
