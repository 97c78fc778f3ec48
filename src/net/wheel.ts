/**
 * A timer wheel: one interval for any number of deadlines.
 *
 * A deadline lies in the slot of the tick at which it is due, modulo the number of slots. A turn of the wheel is
 * 128 s; what is due later is passed over until its turn comes. Adding, moving and cancelling are O(1).
 */

/** Milliseconds between two ticks: a deadline is called up to this much late, and never early. */
export const TICK = 250;

/** A power of two, so that a mask finds the slot. */
const SLOTS = 512;

/** What `add` gives for `move` and `cancel`; nobody else looks inside. Whoever has thousands may be one themselves. */
export interface Deadline {
  /** The tick; the wheel's own. */
  due: number;
  call(): void;
}

export class Wheel {
  readonly #slots = Array.from({ length: SLOTS }, () => new Set<Deadline>());
  /** Milliseconds, by the clock that the wheel was given. */
  readonly now: () => number;
  /** The next tick to be carried out. */
  #tick: number;

  /** `now` gives milliseconds and never goes back. */
  constructor(now: () => number) {
    this.now = now;
    this.#tick = Math.floor(now() / TICK) + 1;
  }

  /** Call once, `delay` milliseconds from now or up to one tick later. */
  add(delay: number, call: () => void): Deadline {
    const deadline = { due: this.#dueIn(delay), call };
    this.#slotOf(deadline.due).add(deadline);
    return deadline;
  }

  /** Call once, as by `add`; what it gives takes that back. */
  after(delay: number, call: () => void): () => void {
    const deadline = this.add(delay, call);
    return () => this.cancel(deadline);
  }

  /** Put a deadline off, or forward, to `delay` milliseconds from now. One that was called or cancelled is set anew. */
  move(deadline: Deadline, delay: number): void {
    this.cancel(deadline);
    deadline.due = this.#dueIn(delay);
    this.#slotOf(deadline.due).add(deadline);
  }

  /** Forget a deadline. One that was called or cancelled already stays so. */
  cancel(deadline: Deadline): void {
    this.#slotOf(deadline.due).delete(deadline);
  }

  /**
   * Call what has become due.
   *
   * A callback that throws ends this call; the others of its slot follow at the next.
   */
  advance(): void {
    const present = Math.floor(this.now() / TICK);
    // After a long sleep of the process one turn visits every slot; more turns would find nothing.
    this.#tick = Math.max(this.#tick, present - SLOTS + 1);
    for (; this.#tick <= present; this.#tick++) {
      const slot = this.#slotOf(this.#tick);
      for (const deadline of slot) {
        if (deadline.due > present) continue;
        slot.delete(deadline);
        deadline.call();
      }
    }
  }

  /** Advance by an interval of the runtime; the result stops it. */
  run(): () => void {
    const interval = setInterval(() => this.advance(), TICK);
    return () => clearInterval(interval);
  }

  /** Never the present tick: a callback that sets itself anew without delay must not keep `advance` for ever. */
  #dueIn(delay: number): number {
    const now = this.now();
    return Math.max(Math.floor(now / TICK) + 1, Math.ceil((now + delay) / TICK));
  }

  #slotOf(tick: number): Set<Deadline> {
    return this.#slots[tick & (SLOTS - 1)] as Set<Deadline>; // The mask keeps it inside.
  }
}
