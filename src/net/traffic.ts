/** How many connections there are and were, by dialect: plain numbers, read when somebody asks. */

import type { EndReason } from "../core/dialect.ts";

export interface Traffic {
  open: number;
  /** All that were ever opened. */
  opened: number;
  /** All that ended, by what ended them. */
  readonly ended: Record<Ending, number>;
}

/**
 * "too-slow", "silent" and "going-down" are the server's reasons; "left": either side said goodbye; "lost": nobody did,
 * because the network broke, or because the peer was cut off at `hard_buffer_bytes`.
 */
export type Ending = "too-slow" | "silent" | "going-down" | "left" | "lost";

export function noTraffic(): Traffic {
  return { open: 0, opened: 0, ended: { "too-slow": 0, silent: 0, "going-down": 0, left: 0, lost: 0 } };
}

/** What ended a connection that closed with this code, for the reason that the server had, if it had one. */
export function endingOf(reason: EndReason | null, code: number): Ending {
  if (reason === "too-slow" || reason === "silent" || reason === "going-down") return reason;
  return reason === null && code === ABNORMAL ? "lost" : "left";
}

/** The code of a connection that ended without a close frame. */
const ABNORMAL = 1006;
