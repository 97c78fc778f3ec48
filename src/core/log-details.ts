/** What the detail of a log row says: written by `log-rows.ts`, read by `replay.ts`. */

import type { Id } from "./model/ids.ts";

/** Marks the rows of messages that lost a file; its address is not kept. */
export const FILE = "file";

/** Marks the rows of changed profiles; the others are of settings. */
export const PROFILE = "profile";

/** Marks the rows of members that came to a group or left it; the others are a space's. */
export const IN_GROUP = "group";

/** The entry that a row's detail names behind its stroke; 0 for none. */
export function entryIn(detail: string | null): Id {
  return Number(detail?.split("/")[1] ?? 0);
}
