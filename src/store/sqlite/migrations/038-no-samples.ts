/** SQLite takes no samples of what is written; the other store had to be told not to. */

import type { Migration } from "../schema.ts";

export const noSamples: Migration = () => undefined;
