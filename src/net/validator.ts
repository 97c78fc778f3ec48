/**
 * Asking an external validator about somebody who comes with its account (`docs/protocols/originchats.md` sections 4.3
 * and 11.4). The addresses are the operator's, so they may lie in the operator's own network; what comes from there is
 * bounded like anybody's.
 */

import type { Log } from "../core/log.ts";
import type { AskSubscription, AskValidator, Validation } from "../core/validation.ts";
import { createOutbound, OutboundError } from "./outbound.ts";

/** Longest answer that is read, in bytes. */
const MAX_BYTES = 65_536;

/**
 * Gives a function that asks the validator at the address, which the operator chose. It never rejects: what is no
 * answer of a validator in time is "unreachable", and said in the log.
 */
export function validatorAt(address: string, timeout: number, log: Log): AskValidator {
  const get = asker(address, timeout);
  const told = tellOnce(log, "the validator did not answer");
  return async (key, validator) => {
    try {
      const { status, text } = await get({ key, v: validator });
      const validation = status === 200 ? toValidation(JSON.parse(text)) : "invalid";
      told(null);
      return validation;
    } catch (error) {
      told(reasonOf(error));
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
 * remembers what they said for `keptFor` milliseconds (section 11.4). What is no answer is said in the log.
 */
export function subscriptionsAt(
  address: string,
  keptFor: number,
  now: () => number,
  log: Log,
): AskSubscription {
  const get = asker(address, PROFILE_MILLIS);
  const told = tellOnce(log, "the profiles did not answer");
  const known = new Map<string, { readonly at: number; readonly subscription: string | null }>();

  return async (username) => {
    const before = known.get(username);
    if (before !== undefined && now() - before.at < keptFor) return before.subscription;
    let subscription: string | null;
    try {
      const { status, text } = await get({ include_posts: "0", name: username });
      subscription = status === 200 ? toSubscription(JSON.parse(text)) : null;
    } catch (error) {
      told(reasonOf(error));
      // Who could not be asked is asked again.
      return null;
    }
    told(null);
    if (known.size >= MAX_REMEMBERED) known.clear();
    known.set(username, { at: now(), subscription });
    return subscription;
  };
}

type Get = (query: Readonly<Record<string, string>>) => Promise<{ status: number; text: string }>;

/** Rejects where no answer came in time, with what is too long, and where the service itself failed. */
function asker(address: string, timeout: number): Get {
  const request = createOutbound({ allowed: URL.canParse(address) ? [new URL(address).host] : [] });
  return async (query) => {
    const url = new URL(address);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const { status, body } = await request({
      url: url.href,
      method: "GET",
      headers: {},
      body: null,
      timeout,
      maxBytes: MAX_BYTES,
      redirects: 0,
    });
    if ((status >= 300 && status <= 399) || status >= 500)
      throw new OutboundError("unreachable", `It answered ${status}`);
    return { status, text: new TextDecoder().decode(body) };
  };
}

/** Says a failure in the log when it begins and when it becomes another; null = there is none. */
function tellOnce(log: Log, message: string): (reason: string | null) => void {
  let before: string | null = null;
  return (reason) => {
    if (reason !== null && reason !== before) log.warn(message, { reason });
    before = reason;
  };
}

/** Without what was asked: keys stand in the query. */
function reasonOf(error: unknown): string {
  if (error instanceof OutboundError) return error.message;
  return error instanceof SyntaxError ? "The answer is no JSON" : String(error);
}

function toSubscription(profile: unknown): string | null {
  if (typeof profile !== "object" || profile === null || !("subscription" in profile)) return null;
  return typeof profile.subscription === "string" ? profile.subscription : null;
}

function toValidation(answer: unknown): Validation {
  if (typeof answer !== "object" || answer === null) return "invalid";
  const { valid, id, username } = answer as Record<string, unknown>;
  if (valid !== true || typeof id !== "string" || typeof username !== "string") return "invalid";
  return id === "" || username === "" ? "invalid" : { id, username };
}
