/** This store's index for parts of words never knew where they stand; the other's does no more. */

import type { Migration } from "../schema.ts";

export const partsWithoutPlaces: Migration = async () => undefined;
