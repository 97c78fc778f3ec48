/** The servers that clients find each other by, with credentials that end. */

import { createHmac } from "node:crypto";
import type { Id, Millis } from "../core/model/ids.ts";

/** For one user alone. */
export interface IceServer {
  readonly urls: readonly string[];
  readonly username: string;
  readonly credential: string;
  /** When the credential ends; 0 = there is none. */
  readonly expires: Millis;
}

export interface IceOptions {
  readonly stun: readonly string[];
  readonly turn: readonly string[];
  /** Shared with the TURN servers; "" = they ask for nothing. */
  readonly secret: string;
  readonly lifetime: Millis;
}

/**
 * Makes the list for a user. The credential is of the form that TURN servers know as time-limited: the user's name
 * begins with the second in which it ends, and the password is its HMAC-SHA1 under the shared secret.
 */
export function iceServers(
  { stun, turn, secret, lifetime }: IceOptions,
  now: () => Millis,
): (user: Id) => readonly IceServer[] {
  const plain = { username: "", credential: "", expires: 0 };
  return (user) => {
    const servers: IceServer[] = stun.length === 0 ? [] : [{ urls: stun, ...plain }];
    if (turn.length === 0) return servers;
    if (secret === "") return [...servers, { urls: turn, ...plain }];
    const seconds = Math.floor((now() + lifetime) / 1_000);
    const username = `${seconds}:${user}`;
    const credential = createHmac("sha1", secret).update(username).digest("base64");
    return [...servers, { urls: turn, username, credential, expires: seconds * 1_000 }];
  };
}
