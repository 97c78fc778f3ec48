/** What the core needs from outside, seen from the main thread: a store, a bus. */

import type { Command } from "./commands.ts";
import type { Happening } from "./events.ts";
import type { FaultData } from "./faults.ts";
import type { Actor } from "./model/users.ts";

/** What came of a command: events are stored when it arrives. */
export type Outcome =
  | { readonly ok: true; readonly reply: unknown; readonly events: readonly Happening[] }
  | { readonly ok: false; readonly fault: FaultData };

/** A store, seen from the main thread. */
export interface Store {
  /**
   * Carry out a command that changes something. Commands run in the order of the calls; `done` is called
   * after the commit has reached the disk, in the same order.
   */
  change(actor: Actor | null, command: Command, done: (outcome: Outcome) => void): void;
  /** Carry out a command that only reads. It sees every change handed in before it; it holds up none. */
  read(actor: Actor | null, command: Command, done: (outcome: Outcome) => void): void;
  /**
   * Resolves when the changes that are being stored now have been answered; null when none are, and where changes
   * that are answered do not overlap with others that are being stored.
   */
  underway(): Promise<void> | null;
  /** New when the store is created or restored: positions of another epoch mean nothing here. */
  readonly epoch: string;
  /** Finishes what was taken in, then closes. */
  close(): Promise<void>;
}

/** Rings the nodes. It may lose a ring, never invent one. */
export interface Bus {
  publish(events: readonly Happening[]): void;
  /** Called with events of all nodes, this one's among them, in the order of their `publish`. */
  listen(take: (events: readonly Happening[]) => void): void;
}
