/** People and programs: who they are, how they are signed in, where they are seen. */

import type { Id, Millis } from "./ids.ts";

export type Status = "online" | "idle" | "dnd" | "invisible" | "offline";

/** As much of a user as stands beside what they did. */
export interface UserRef {
  readonly id: Id;
  readonly handle: string;
  readonly name: string;
  /** The random part of the picture's address; "" = none. */
  readonly avatar: string;
}

export interface User extends UserRef {
  readonly bot: boolean;
  /** Of a bot: the person who answers for it. */
  readonly owner: Id | null;
  readonly created: Millis;
  /** Of a ghost: the bridge it came by, and what its network calls it. Null for users of this instance. */
  readonly backend: string | null;
  readonly remoteId: string | null;
}

/** One further line of a profile. */
export interface ProfileField {
  readonly name: string;
  readonly value: string;
}

/** A user with what they say about themselves. */
export interface Profile extends User {
  /** Markdown. */
  readonly bio: string;
  /** A lasting line; presence has its own. */
  readonly statusText: string;
  /** 0xRRGGBB; 0 = none. */
  readonly color: number;
  /** The random part of the wide picture's address; "" = none. */
  readonly banner: string;
  readonly fields: readonly ProfileField[];
  /** When the account was deleted; 0 = it exists. */
  readonly deleted: Millis;
  /** Of a ghost: whose it is here, and who is shown in its place; else null. */
  readonly person: Id | null;
}

/** A way into an account: a sign-in, or a bot's. The secret itself is nowhere. */
export interface Token {
  readonly id: Id;
  readonly kind: "login" | "bot";
  /** What program it was made for, as it says itself. */
  readonly client: string;
  /** Permissions that it is limited to; null = none of them withheld. */
  readonly scopes: readonly string[] | null;
  readonly created: Millis;
  /** When it last began a session; 0 = never. */
  readonly seen: Millis;
}

export interface Presence {
  readonly user: Id;
  /** Never "invisible": that is told as "offline". */
  readonly status: Exclude<Status, "invisible">;
  readonly text: string;
  /** When others saw them last, told of those who are offline; 0 = not told. */
  readonly lastSeen: Millis;
}

/** What a user chose for all their sessions. */
export interface ChosenPresence {
  readonly status: Exclude<Status, "offline">;
  readonly text: string;
  /** When "online" returns; 0 = when it is changed. */
  readonly until: Millis;
}

/** Who gives a command. `token` is 0 where no stored token stands behind it. */
export interface Actor {
  readonly user: Id;
  readonly token: Id;
  /** 0 for a call without a session. */
  readonly session: Id;
  /** When the signed token was made that stands behind it; absent with a stored one, and for the server itself. */
  readonly issued?: Millis;
}
