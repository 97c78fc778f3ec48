/** Asking an external validator about somebody who comes with its account (`docs/protocols/originchats.md` section 4.3). */

import type { AskSubscription, AskValidator, Validation } from "../core/validation.ts";

/** Longest answer that is read, in bytes. */
const MAX_BYTES = 65_536;

/**
 * Gives a function that asks the validator at the address, which the operator chose. It never rejects: what is no
 * answer of a validator in time is "unreachable".
 */
export function validatorAt(address: string, timeout: number): AskValidator {
  return async (key, validator) => {
    try {
      const url = new URL(address);
      url.searchParams.set("key", key);
      url.searchParams.set("v", validator);
      const response = await fetch(url, { signal: AbortSignal.timeout(timeout), redirect: "error" });
      if (response.status !== 200) return "invalid";
      const text = await response.text();
      return text.length > MAX_BYTES ? "unreachable" : toValidation(JSON.parse(text));
    } catch {
      return "unreachable";
    }
  };
}

/** Longest that a profile may take to come. */
const PROFILE_MILLIS = 10_000;
/** Most users whose subscriptions are remembered. */
const MAX_REMEMBERED = 10_000;

/**
 * Gives a function that asks the profiles at the address, which the operator chose, what somebody is subscribed to, and
 * remembers what they said for `keptFor` milliseconds (section 11.4).
 */
export function subscriptionsAt(address: string, keptFor: number, now: () => number): AskSubscription {
  const known = new Map<string, { readonly at: number; readonly subscription: string | null }>();

  async function ask(username: string): Promise<string | null> {
    const url = new URL(address);
    url.searchParams.set("include_posts", "0");
    url.searchParams.set("name", username);
    const response = await fetch(url, { signal: AbortSignal.timeout(PROFILE_MILLIS), redirect: "error" });
    const text = await response.text();
    if (response.status !== 200 || text.length > MAX_BYTES) return null;
    const profile: unknown = JSON.parse(text);
    if (typeof profile !== "object" || profile === null || !("subscription" in profile)) return null;
    return typeof profile.subscription === "string" ? profile.subscription : null;
  }

  return async (username) => {
    const before = known.get(username);
    if (before !== undefined && now() - before.at < keptFor) return before.subscription;
    const subscription = await ask(username).catch(() => undefined);
    // Who could not be asked is asked again.
    if (subscription === undefined) return null;
    if (known.size >= MAX_REMEMBERED) known.clear();
    known.set(username, { at: now(), subscription });
    return subscription;
  };
}

function toValidation(answer: unknown): Validation {
  if (typeof answer !== "object" || answer === null) return "invalid";
  const { valid, id, username } = answer as Record<string, unknown>;
  if (valid !== true || typeof id !== "string" || typeof username !== "string") return "invalid";
  return id === "" || username === "" ? "invalid" : { id, username };
}
