/** The core's faults as error codes (`docs/protocols/i386chat.md` section 4). */

import type { FaultCode } from "../../core/faults.ts";
import { ERROR, type ErrorCode } from "./wire.ts";

/** "missing": the code that goes with what was asked for. */
const codes: { readonly [C in FaultCode]: ErrorCode | "missing" } = {
  invalid: ERROR.invalid,
  unauthenticated: ERROR.invalidToken,
  bad_credentials: ERROR.noUser,
  forbidden: ERROR.invalid,
  not_found: "missing",
  handle_taken: ERROR.invalid,
  name_taken: ERROR.invalid,
  registration_closed: ERROR.invalid,
  bad_invite: ERROR.invalid,
  banned: ERROR.banned,
  limit_reached: ERROR.invalid,
  rate_limited: ERROR.rateLimited,
  too_large: ERROR.invalid,
  wrong_offset: ERROR.invalid,
  bad_resume: ERROR.invalidToken,
  storage: ERROR.storage,
  internal: ERROR.storage,
};

export function codeOfFault(fault: FaultCode, missing: ErrorCode): ErrorCode {
  const code = codes[fault];
  return code === "missing" ? missing : code;
}
