/** A store that counts: commands by name and outcome, how long they took, how many wait. */

import type { Outcome, Store } from "../../core/ports.ts";
import { Histogram } from "./histogram.ts";

/** Seconds: commands mostly take less than a millisecond of work, and wait for the disk besides. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** Commands that share a commit. */
const SIZES = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000];

export interface StoreMeter {
  /** By command, then by outcome: "ok" or the fault's code. */
  readonly commands: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly seconds: { readonly change: Histogram; readonly read: Histogram };
  readonly waiting: { change: number; read: number };
  readonly commitSeconds: Histogram;
  readonly commitCommands: Histogram;
  /** A commit of so many commands took so long. */
  committed(commands: number, millis: number): void;
}

export interface Metering extends StoreMeter {
  over(store: Store): Store;
}

/** `clock` gives milliseconds and never goes back. */
export function createMetering(clock: () => number): Metering {
  const commands = new Map<string, Map<string, number>>();
  const seconds = { change: new Histogram(SECONDS), read: new Histogram(SECONDS) };
  const waiting = { change: 0, read: 0 };
  const commitSeconds = new Histogram(SECONDS);
  const commitCommands = new Histogram(SIZES);

  const counted = (kind: "change" | "read", name: string, done: (outcome: Outcome) => void) => {
    const began = clock();
    waiting[kind] += 1;
    return (outcome: Outcome): void => {
      waiting[kind] -= 1;
      seconds[kind].observe((clock() - began) / 1_000);
      const result = outcome.ok ? "ok" : outcome.fault.code;
      let outcomes = commands.get(name);
      if (outcomes === undefined) {
        outcomes = new Map();
        commands.set(name, outcomes);
      }
      outcomes.set(result, (outcomes.get(result) ?? 0) + 1);
      done(outcome);
    };
  };

  return {
    commands,
    seconds,
    waiting,
    commitSeconds,
    commitCommands,
    committed(count, millis) {
      commitSeconds.observe(millis / 1_000);
      commitCommands.observe(count);
    },
    over: (store) => ({
      ...store,
      change: (actor, command, done) => store.change(actor, command, counted("change", command.type, done)),
      read: (actor, command, done) => store.read(actor, command, counted("read", command.type, done)),
    }),
  };
}
