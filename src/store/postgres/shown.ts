/** Which rows of `message` (as "m") are messages to be shown. */

/** What stands in a conversation and is no message is left out. */
export const NO_ENTRY = "m.kind not in ('edit', 'deletion')";

/** Tombstones are left out too. The partial index on the table says it in the same words. */
export const SHOWN = `m.deleted is null and ${NO_ENTRY}`;
