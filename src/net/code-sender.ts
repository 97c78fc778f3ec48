/** Sending a sign-in code to a phone number: by an address of the operator's, or into the log. */

import { randomInt } from "node:crypto";
import type { Log } from "../core/log.ts";
import type { SendCode } from "../core/phones.ts";
import type { Outbound } from "./outbound.ts";

/** How long the operator's address has for its answer. */
const TIMEOUT = 10_000;

/** Six digits that nobody guesses, each code as likely as any other. */
export function newCode(): string {
  return randomInt(1_000_000).toString().padStart(6, "0");
}

/**
 * `hook` is "" for nobody, "log" for the log, or the address that takes a POST with `phoneNumber` and `code` and
 * answers 2xx. What goes wrong is said without the number and the code.
 */
export function codeSender(hook: string, post: Outbound, log: Log): SendCode {
  if (hook === "") return () => Promise.reject(new Error("[big] code_hook names nobody who sends codes"));
  if (hook === "log") {
    return async (_number, code) => log.info("a code to sign in by phone number", { code });
  }
  return async (phoneNumber, code) => {
    const { status } = await post({
      url: hook,
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ phoneNumber, code }),
      timeout: TIMEOUT,
      maxBytes: 0,
      redirects: 0,
    });
    if (status < 200 || status > 299) throw new Error(`[big] code_hook answered ${status}`);
  };
}
