/** Asking an external validator about somebody who comes with its account (`docs/protocols/originchats.md` section 4.3). */

import type { AskValidator, Validation } from "../core/validation.ts";

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

function toValidation(answer: unknown): Validation {
  if (typeof answer !== "object" || answer === null) return "invalid";
  const { valid, id, username } = answer as Record<string, unknown>;
  if (valid !== true || typeof id !== "string" || typeof username !== "string") return "invalid";
  return id === "" || username === "" ? "invalid" : { id, username };
}
