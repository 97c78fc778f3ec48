/** How a connection is refused something, and when it is ended for what it did (`docs/protocols/i386chat.md`, section 8). */

import type { Conn, Frame } from "../../core/dialect.ts";
import type { FaultData } from "../../core/faults.ts";
import type { Millis } from "../../core/model/ids.ts";
import { encodeError } from "./codec.ts";
import { codeOfFault } from "./refusals.ts";
import { createTally } from "./tally.ts";
import { closeCodeOf, ERROR, type ErrorCode } from "./wire.ts";

/** Frames that say nothing, in a minute, before the connection is closed for them. */
const MAX_INVALID = 5;
const INVALID_MILLIS = 60_000;

/** Refusals for speed, in ten seconds, before the connection is closed for them. */
const MAX_REFUSALS = 10;
const REFUSAL_MILLIS = 10_000;

/** Gives an answer in its place among the answers. */
type Give = (frame: Frame | null) => void;

export interface Refusing {
  /** Say why, and close. */
  fail(code: ErrorCode, message: string): void;
  /** The same for what the client did: what is owed for what came before goes out first. */
  failAnswered(code: ErrorCode, message: string): void;
  /** The answer to what the core refuses; `missing` is the code of what there is not. */
  fault(answer: Give, fault: FaultData, missing: ErrorCode, more?: object): void;
  /** Too fast by so many milliseconds. */
  speed(answer: Give, wait: Millis, more?: object): void;
  /** A frame that says nothing. */
  invalid(reason: string): void;
}

export function createRefusing(conn: Conn, now: () => Millis): Refusing {
  const invalid = createTally(MAX_INVALID, INVALID_MILLIS, now);
  const refusals = createTally(MAX_REFUSALS, REFUSAL_MILLIS, now);

  function fail(code: ErrorCode, message: string): void {
    conn.send(encodeError(code, true, message));
    conn.close(closeCodeOf(code), message);
  }

  function failAnswered(code: ErrorCode, message: string): void {
    conn.closeAnswered(closeCodeOf(code), message, encodeError(code, true, message));
  }

  function speed(answer: Give, wait: Millis, more: object = {}): void {
    if (refusals.add())
      return answer(encodeError(ERROR.rateLimited, false, `Too fast; wait ${Math.ceil(wait)} ms`, more));
    answer(null);
    failAnswered(ERROR.rateLimited, "Too fast, for too long");
  }

  return {
    fail,
    failAnswered,
    speed,
    fault(answer, { code, message, retryAfter }, missing, more = {}) {
      if (code === "rate_limited") return speed(answer, retryAfter, more);
      const error = codeOfFault(code, missing);
      if (code === "unauthenticated" || code === "banned") {
        answer(null);
        return fail(error, message);
      }
      answer(encodeError(error, false, message, more));
    },
    invalid(reason) {
      if (!invalid.add()) return failAnswered(ERROR.invalid, `Too many invalid frames; the last: ${reason}`);
      conn.reserve()(encodeError(ERROR.invalid, false, `Invalid: ${reason}`));
    },
  };
}
