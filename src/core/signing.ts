/** Signed tokens: made and checked outside the core, which only says what stands in them. */

import type { Id, Millis } from "./model/ids.ts";

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

/** What an access token of a wire with tokens of the common kind says: whose it is, in that wire's words. */
export interface AccessClaim {
  readonly subject: string;
  /** Beside it, for clients; null for none. */
  readonly phone: string | null;
  readonly issued: Millis;
}

export interface AccessTokens {
  sign(claim: AccessClaim): string;
  /** What the token says; null when it is not signed with the secret, or not good now. */
  open(token: string): AccessClaim | null;
}
