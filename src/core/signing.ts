/** Signed tokens: made and checked outside the core, which only says what stands in them. */

import type { Id, Millis } from "./model.ts";

/** What a signed token says. */
export interface SignedClaim {
  readonly type: "user" | "bot";
  readonly id: Id;
  /** When it was made; a later `tokens_valid_after` of the user ends it. */
  readonly issued: Millis;
}

export interface Signing {
  sign(claim: SignedClaim): string;
  /** What the token says; null when no key of ours signed it, or an old one that is good no more. */
  open(token: string): SignedClaim | null;
}
