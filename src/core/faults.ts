/** Why a command is refused: a closed set that each dialect translates with one table. */

export type FaultCode =
  /** The command does not fit its schema. */
  | "invalid"
  /** The token is unknown, ended or missing. */
  | "unauthenticated"
  /** Handle or password are wrong: one answer for both. */
  | "bad_credentials"
  /** The caller may see it but not do this. */
  | "forbidden"
  /** There is no such thing, or the caller may not see it: one answer for both. */
  | "not_found"
  | "handle_taken"
  | "name_taken"
  | "registration_closed"
  | "bad_invite"
  /** Shut out of the space. */
  | "banned"
  /** A bound of the thing itself is reached, e.g. 20 different emoji on a message. */
  | "limit_reached"
  | "rate_limited"
  /** A file has more bytes, or a picture more pixels, than are taken here. */
  | "too_large"
  /** A part of an upload does not begin where the last one ended. */
  | "wrong_offset"
  /** The resume token belongs to another user. */
  | "bad_resume"
  /** The disk is full or the database away: nothing was done. */
  | "storage"
  /** A bug of ours; logged with its stack, never described. */
  | "internal";

/** Thrown by handlers; crosses threads as data. */
export class Fault extends Error {
  readonly code: FaultCode;
  /** How long to wait before trying again, in milliseconds; 0 where waiting does not help. */
  readonly retryAfter: number;

  /** `message` is a sentence for people and may be shown to the caller as it is. */
  constructor(code: FaultCode, message: string, retryAfter = 0) {
    super(message);
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

/** A fault as data. */
export interface FaultData {
  readonly code: FaultCode;
  readonly message: string;
  readonly retryAfter: number;
}

/** The one answer for what does not exist and what the caller may not see. */
export function notFound(): Fault {
  return new Fault("not_found", "There is no such thing, or you may not see it");
}
