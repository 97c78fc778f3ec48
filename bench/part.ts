/** What a part of the bench is given, and what it gives. */

import type { Build } from "./koine-server.ts";

export interface Context {
  /** The checkouts to measure: this one, or with --compare two. */
  readonly builds: readonly Build[];
  /** Whether the peers run too; not with --compare. */
  readonly peers: boolean;
  /** Whether to run shorter, at the cost of noise. */
  readonly quick: boolean;
  /** Say how far it is. */
  readonly progress: (text: string) => void;
}

/** A number that the design promises, and what came out. */
export interface Goal {
  readonly text: string;
  readonly value: number;
  readonly met: boolean;
}

export interface Report {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly goals: readonly Goal[];
  /** Under the table: what a reader has to know. */
  readonly notes: readonly string[];
  /** Every single measurement, for the results file. */
  readonly raw: unknown;
}

export interface Part {
  /** What it measures, in a line. */
  readonly about: string;
  readonly run: (context: Context) => Promise<Report>;
}

/** A goal that is met when the value is at most the bound. */
export function atMost(text: string, value: number, bound: number): Goal {
  return { text: `${text} ≤ ${bound}`, value, met: value <= bound };
}

/** A goal that is met when the value is at least the bound. */
export function atLeast(text: string, value: number, bound: number): Goal {
  return { text: `${text} ≥ ${bound}`, value, met: value >= bound };
}

/** A number for a table: three significant digits. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return "-";
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString("en");
  return value.toPrecision(3);
}
