/**
 * A gate: what comes while work is under way waits until that work, and all that was begun before it, has ended.
 * When rights change, what people see is read again; an event that comes after the change must not reach those who
 * lose sight of it while that reading is under way.
 */

export interface Gate {
  /** What comes from now on waits until the work has ended, well or not. */
  hold(work: Promise<void>): void;
  /** Run at once when nothing is under way; else later, in the order of the calls. */
  pass(run: () => void): void;
  /** Resolves when all that is under way now has ended. */
  opened(): Promise<void>;
}

/** `report` hears of what was thrown by something that had waited. */
export function createGate(report: (bug: unknown) => void): Gate {
  let last: Promise<void> | null = null;

  function behind(next: Promise<void>): void {
    const settled = next.then(() => {
      if (last === settled) last = null;
    });
    last = settled;
  }

  return {
    hold(work) {
      const before = last;
      behind(Promise.allSettled([before, work]).then(() => undefined));
    },
    pass(run) {
      if (last === null) return run();
      behind(last.then(run).catch(report));
    },
    opened: () => last ?? Promise.resolve(),
  };
}
