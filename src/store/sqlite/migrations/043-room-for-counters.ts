/** SQLite changes a row in its place; the other store needed room for that. */

import type { Migration } from "../schema.ts";

export const roomForCounters: Migration = () => undefined;
