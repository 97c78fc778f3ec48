/** What came of taking a server over: how many were made, and what was left behind, by what it is. */

import { Fault } from "../../core/faults.ts";

export type Counts = Map<string, number>;

export interface Counting {
  readonly made: Counts;
  readonly left: Counts;
  count(of: Counts, what: string, many?: number): void;
  /** Does one thing that may be refused; then it is left behind. */
  attempt<T>(what: string, work: () => Promise<T>): Promise<T | null>;
}

/** `strange` is what could not even be read. */
export function createCounting(strange: ReadonlyMap<string, number>): Counting {
  const made: Counts = new Map();
  const left: Counts = new Map(strange);
  const count = (of: Counts, what: string, many = 1): void => {
    if (many > 0) of.set(what, (of.get(what) ?? 0) + many);
  };
  return {
    made,
    left,
    count,
    async attempt(what, work) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        count(left, `${what} (${error.message})`);
        return null;
      }
    },
  };
}
