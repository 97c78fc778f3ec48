/**
 * One WebSocket as a `Conn`: its frames go to the dialect one after another, its answers leave in order.
 *
 * How frames leave. Tried on Bun 1.4.5: `send`, `server.publish` and `ws.publish` of one turn reach a socket in the
 * order of the calls, inside a handler and outside, across topics, with frames above and below the 16 KiB from which
 * a publish is written at once. Publishes of one turn leave in one write for every 32 frames. A `ws.send` outside a
 * handler is a write of its own, and writes out what was published before it: 3.7 µs a frame, against 0.8 µs when
 * ten leave together. Answers arrive outside handlers (the store gives them), so `send` publishes to a topic that
 * this socket alone has: it costs the same for a single frame (and 0.4 KiB a connection), keeps the order, and is
 * batched with the rest.
 *
 * Thousands of connections say nothing for hours: what only a talking one needs is made when it is needed, and
 * nothing here is a closure of one connection alone. What is kept for all of them is 18 values in one cell: the
 * runtime's sizes of cells grow in steps, and the next holds 26.
 */

import type { ServerWebSocket } from "bun";
import type { Conn, Dialect, EndReason, Frame, Link } from "../core/dialect.ts";
import { Answers } from "./answers.ts";
import { Inbox } from "./inbox.ts";
import { Keepalive } from "./keepalive.ts";
import type { Surroundings } from "./surroundings.ts";
import type { Deadline } from "./wheel.ts";

export class Connection implements Conn {
  readonly id: number;
  readonly dialect: Dialect;
  readonly address: string;
  readonly space: string | null;
  readonly #socket: ServerWebSocket<unknown>;
  readonly #around: Surroundings;
  readonly #keepalive: Keepalive;
  /** Null until the first is owed. */
  #answers: Answers | null = null;
  /** Null while nothing waits. */
  #inbox: Inbox | null = null;
  #link: Link | null = null;
  #stage: "open" | "closed" | "gone" = "open";
  #ending: EndReason | null = null;
  /** A promise of `receive` is open. */
  #waiting = false;
  /** Too many answers are owed. */
  #full = false;
  #delivering = false;
  /** How it ends when the last answers have left, and when they are no longer waited for; nothing more is taken in. */
  #finishing: { readonly end: () => void; readonly patience: Deadline | null } | null = null;
  #drained: ((goOn: boolean) => void)[] | null = null;
  /** What is left to do once the peer has read everything. */
  #farewell: { readonly code: number; readonly reason: string; readonly deadline: Deadline } | null = null;

  constructor(
    id: number,
    dialect: Dialect,
    { address, space }: Pick<Conn, "address" | "space">,
    socket: ServerWebSocket<unknown>,
    around: Surroundings,
  ) {
    this.id = id;
    this.dialect = dialect;
    this.address = address;
    this.space = space;
    this.#socket = socket;
    this.#around = around;
    this.#keepalive = new Keepalive(this, around.limits, around.wheel);
    socket.subscribe(this.#topic);
  }

  /** The topic of this socket alone. No other topic begins with NUL. */
  get #topic(): string {
    return `\0${this.id}`;
  }

  /** Why the server ended it; null when it did not, or a dialect closed it for what the peer said. */
  get ending(): EndReason | null {
    return this.#ending;
  }

  get open(): boolean {
    return this.#stage === "open";
  }

  get buffered(): number {
    return this.#stage === "gone" ? 0 : this.#socket.getBufferedAmount();
  }

  /** Whether the peer is not read at present, so that its silence says nothing. */
  get paused(): boolean {
    return this.#socket.isPaused;
  }

  send(frame: Frame): void {
    if (this.open) this.#around.publish(this.#topic, frame);
  }

  reserve(): (frame: Frame | null) => void {
    this.#answers ??= new Answers(this);
    const answers = this.#answers;
    const place = answers.take();
    if (answers.open >= this.#around.limits.openAnswers) this.#full = true;
    return (frame) => {
      answers.fill(place, frame);
      // What an answered command made known is told in the same turn: it leaves before the end.
      if (this.#finishing !== null && answers.open === 0) queueMicrotask(this.#finishing.end);
      if (this.#full && answers.open < this.#around.limits.openAnswers / 2) {
        this.#full = false;
        this.#deliverWaiting();
      }
    };
  }

  /**
   * Close for a stated reason. After it the connection takes nothing in and sends nothing.
   *
   * What was sent before has `closeMillis` to be read; a peer that does not read is cut off then. (The runtime's own
   * `close` would free the socket after 4 s, but no longer count it while it waits.)
   */
  close(code: number, reason: string): void {
    if (!this.open) return;
    this.#stop();
    if (this.#socket.getBufferedAmount() === 0) {
      this.#socket.close(code, reason);
      return;
    }
    const own = this.#topic;
    for (const topic of this.#socket.subscriptions) {
      if (topic !== own) this.#socket.unsubscribe(topic);
    }
    this.#socket.pause();
    const { wheel, limits } = this.#around;
    const deadline = wheel.add(limits.closeMillis, () => this.#socket.terminate());
    this.#farewell = { code, reason, deadline };
  }

  closeAnswered(code: number, reason: string, last: Frame | null): void {
    if (!this.open || this.#finishing !== null) return;
    const { wheel, limits } = this.#around;
    const end = (): void => {
      if (last !== null) this.send(last);
      this.close(code, reason);
    };
    this.#finishWith(end, wheel.add(limits.closeMillis, end));
  }

  subscribe(topic: string): void {
    if (this.open) this.#socket.subscribe(topic);
  }

  unsubscribe(topic: string): void {
    if (this.open) this.#socket.unsubscribe(topic);
  }

  watch(on: boolean): void {
    this.#keepalive.watch(on);
  }

  publishToOthers(topic: string, frame: Frame): void {
    if (!this.open) return;
    this.#socket.publish(topic, frame, false);
    this.#around.publishElsewhere(topic, frame);
  }

  drained(): Promise<boolean> {
    if (!this.open) return Promise.resolve(false);
    if (this.buffered < this.#around.limits.drainedBytes) return Promise.resolve(true);
    const { promise, resolve } = Promise.withResolvers<boolean>();
    this.#drained ??= [];
    this.#drained.push(resolve);
    return promise;
  }

  // What follows is for the server that holds the socket.

  /** Give the connection its dialect. Called once, before any frame. */
  begin(connect: (conn: Conn) => Link): void {
    try {
      this.#link = connect(this);
    } catch (bug) {
      this.#fail(bug);
    }
    if (this.#stage === "gone") this.#tellClosed();
  }

  /** The peer has shown that it is there. */
  seen(): void {
    this.#keepalive.seen();
  }

  /** Take in a frame of the peer: hand it on, or keep it until its turn. */
  receive(frame: Frame): void {
    this.seen();
    if (!this.open || this.#finishing !== null) return;
    if (!this.#blocked && !this.#delivering && this.#inbox === null) {
      this.#deliver(frame);
      return;
    }
    // Paused only now: mostly the peer says nothing while it waits, and pausing costs two system calls.
    if (!this.#socket.isPaused) this.#socket.pause();
    this.#inbox ??= new Inbox();
    this.#inbox.put(frame);
    if (this.#inbox.cost > this.#around.limits.queuedBytes) this.end("too-slow");
  }

  /** Let the dialect say goodbye in its own form. */
  end(reason: EndReason): void {
    if (!this.open) return;
    this.#ending = reason;
    try {
      if (this.#link === null) this.close(1001, "");
      else this.#link.end(reason);
    } catch (bug) {
      this.#fail(bug);
    }
  }

  /** Take nothing more in, answer what was taken in, and end as going down. */
  finish(): void {
    if (!this.open || this.#finishing !== null) return;
    this.#finishWith(() => this.end("going-down"), null);
  }

  /** The time for the last answers is over. */
  stopWaiting(): void {
    if (this.#owed > 0) this.end("going-down");
  }

  ping(): void {
    if (this.open) this.#socket.ping();
  }

  /** The peer has read some of what waited for it. */
  drain(): void {
    this.seen();
    const buffered = this.buffered;
    if (this.#farewell !== null) {
      if (buffered > 0) return;
      const { code, reason, deadline } = this.#farewell;
      this.#around.wheel.cancel(deadline);
      this.#farewell = null;
      this.#socket.close(code, reason);
    } else if (buffered < this.#around.limits.drainedBytes) {
      this.#settleDrained(true);
    }
  }

  /** The socket is gone. */
  gone(): void {
    if (this.#stage === "gone") return;
    this.#keepalive.stop();
    this.#stop();
    this.#stage = "gone";
    if (this.#farewell !== null) this.#around.wheel.cancel(this.#farewell.deadline);
    if (this.#link !== null) this.#tellClosed();
  }

  /** Answers that were not given yet. */
  get #owed(): number {
    return this.#answers?.open ?? 0;
  }

  get #blocked(): boolean {
    return this.#waiting || this.#full;
  }

  #deliver(frame: Frame): void {
    let pending: Promise<void> | undefined;
    try {
      pending = this.#link?.receive(frame);
    } catch (bug) {
      this.#fail(bug);
      return;
    }
    if (pending === undefined) return;
    this.#waiting = true;
    pending.then(
      () => {
        this.#waiting = false;
        this.#deliverWaiting();
      },
      (bug) => this.#fail(bug),
    );
  }

  #deliverWaiting(): void {
    if (this.#delivering) return; // A dialect that answers at once comes back here from `receive`.
    this.#delivering = true;
    while (this.open && !this.#blocked) {
      const frame = this.#inbox?.take();
      if (frame === undefined) break;
      if (this.#inbox?.empty) this.#inbox = null;
      this.#deliver(frame);
    }
    this.#delivering = false;
    if (this.open && !this.#blocked && this.#socket.isPaused) this.#socket.resume();
  }

  #finishWith(end: () => void, patience: Deadline | null): void {
    this.#finishing = { end, patience };
    this.#inbox = null;
    if (this.#owed === 0) end();
  }

  #stop(): void {
    if (this.#stage === "open") this.#stage = "closed";
    if (this.#finishing?.patience) this.#around.wheel.cancel(this.#finishing.patience);
    this.#inbox = null;
    this.#settleDrained(false);
  }

  #settleDrained(goOn: boolean): void {
    if (this.#drained === null) return;
    const waiting = this.#drained;
    this.#drained = null;
    for (const resolve of waiting) resolve(goOn);
  }

  /** In a turn of its own: the runtime reports a close from inside `close`, and a cut from inside a publish. */
  #tellClosed(): void {
    const link = this.#link;
    queueMicrotask(() => {
      try {
        link?.closed();
      } catch (bug) {
        this.#report(bug);
      }
    });
  }

  #fail(bug: unknown): void {
    this.#report(bug);
    this.close(1011, "internal error");
  }

  #report(bug: unknown): void {
    const stack = bug instanceof Error ? (bug.stack ?? bug.message) : String(bug);
    this.#around.log.error("A dialect threw", { connection: this.id, address: this.address, stack });
  }
}
