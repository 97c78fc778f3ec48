/** When an uploaded file ends (`docs/protocols/originchats.md` section 11.4): by its size, and by whom it comes from. */

import type { Millis } from "../../core/model/ids.ts";
import type { AskSubscription } from "../../core/validation.ts";

const DAY: Millis = 86_400_000;
const MIB = 1024 * 1024;

/** How long a file of a size is kept at most, in days: straight lines between these. */
const BY_SIZE: readonly (readonly [bytes: number, days: number])[] = [
  [5 * MIB, 49],
  [25 * MIB, 7],
  [100 * MIB, 1],
];

/** What the operator chose. */
export interface Tiers {
  /** How long files are kept at most; 0 = as long as what has them. */
  readonly most: Millis;
  /** Whose files have no end, by their subscriptions, in lower case. */
  readonly permanent: readonly string[];
  readonly askSubscription: AskSubscription;
}

/** Days that a file of that many bytes is kept. */
export function daysOf(size: number): number {
  for (const [i, [bytes, days]] of BY_SIZE.entries()) {
    if (size > bytes) continue;
    const [before, most] = BY_SIZE[i - 1] ?? [0, days];
    return most - ((most - days) * (size - before)) / (bytes - before);
  }
  return 1;
}

/**
 * How long a file is kept, in milliseconds; null = it has no end of its own. `username` is that of the validator's
 * account; null for those of this server, who have no subscription. `wished` is in days, and makes it shorter only.
 */
export async function lifeOf(
  { most, permanent, askSubscription }: Tiers,
  size: number,
  username: string | null,
  wished: unknown,
): Promise<Millis | null> {
  const asked = typeof wished === "number" && wished > 0 ? wished * DAY : Number.POSITIVE_INFINITY;
  const tier = await lifeInTier();
  const life = Math.round(Math.min(tier, asked));
  return Number.isSafeInteger(life) ? Math.max(life, 1) : null;

  async function lifeInTier(): Promise<Millis> {
    if (most === 0) return Number.POSITIVE_INFINITY;
    const subscription = username === null ? null : await askSubscription(username);
    if (subscription !== null && permanent.includes(subscription.toLowerCase()))
      return Number.POSITIVE_INFINITY;
    return Math.min(most, daysOf(size) * DAY);
  }
}
