/** A limiter that counts what it refuses, by the limit's name. */

import type { Limiter } from "../../core/limits.ts";

export function countRefusals(limit: Limiter): { limit: Limiter; refused: ReadonlyMap<string, number> } {
  const refused = new Map<string, number>();
  return {
    refused,
    limit(profile, key, now) {
      const wait = limit(profile, key, now);
      if (wait > 0) refused.set(profile, (refused.get(profile) ?? 0) + 1);
      return wait;
    },
  };
}
