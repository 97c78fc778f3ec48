/** Here the index for searching was brought on behind the sends from the beginning; now the other store's is, too. */

import type { Migration } from "../schema.ts";

export const indexBehind: Migration = () => undefined;
