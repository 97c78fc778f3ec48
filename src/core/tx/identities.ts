/** What handlers need of ghosts that are somebody's here. */

import type { Id, Millis } from "../model/ids.ts";
import type { Identity } from "../model/outside.ts";
import type { Awaitable } from "./awaitable.ts";

/** Somebody who is to say a code as the ghost. */
export interface IdentityClaim {
  readonly person: Id;
  readonly ghost: Id;
  /** How often a wrong code was said. */
  readonly tries: number;
  readonly expires: Millis;
}

export interface IdentitiesTx {
  identityOf(ghost: Id): Awaitable<Identity | null>;
  identitiesOf(person: Id): Awaitable<Identity[]>;
  /** Those of the ghosts that are somebody's. */
  identitiesAmong(ghosts: readonly Id[]): Awaitable<Identity[]>;
  /** What a backend's network calls those of the persons who are somebody there too. */
  remotesOf(
    backend: string,
    persons: readonly Id[],
  ): Awaitable<{ readonly person: Id; readonly remoteId: string }[]>;
  /** Whose a ghost is, null = nobody's; and until when they may not speak in its space, null = no member of it. */
  personBehind(ghost: Id): Awaitable<{ readonly person: Id; readonly timeoutUntil: Millis | null } | null>;
  setIdentity(identity: Identity): Awaitable<void>;
  deleteIdentity(ghost: Id): Awaitable<void>;
  /** In place of the person's claim that there was. Of the code its hash alone is kept. */
  putIdentityClaim(claim: IdentityClaim, code: string): Awaitable<void>;
  /** Each with whether the code is its own. */
  identityClaimsOn(
    ghost: Id,
    code: string,
  ): Awaitable<readonly (IdentityClaim & { readonly right: boolean })[]>;
  setIdentityTries(person: Id, tries: number): Awaitable<void>;
  deleteIdentityClaim(person: Id): Awaitable<void>;
}
