/** Tokens and passwords. */

import { timingSafeEqual } from "node:crypto";
import type { Secrets } from "../core/sign-in.ts";

/** Password hashes that are computed at once: each takes a core and 64 MiB for a while. */
const MAX_HASHING = 2;

/** Longest queue for hashing; beyond, signing in fails fast instead of piling up. */
const MAX_WAITING = 200;

/** Whether somebody says the secret; "" is said by nobody. Takes as long for every wrong one. */
export function secretCheck(wanted: string): (said: string) => boolean {
  const hash = (text: string): Uint8Array => new Bun.CryptoHasher("sha256").update(text).digest();
  const right = hash(wanted);
  return (said) => wanted !== "" && timingSafeEqual(hash(said), right);
}

/** Secrets with argon2id, at most two at a time, off the main thread. */
export function createSecrets(): Secrets {
  let running = 0;
  const waiting: (() => void)[] = [];

  const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= MAX_HASHING) {
      if (waiting.length >= MAX_WAITING) throw new Error("Too many passwords wait to be hashed");
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else {
      running += 1;
    }
    try {
      return await work();
    } finally {
      // The place passes on to who waits longest.
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };

  return {
    newToken: () => Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("base64url"),
    hashToken: (token) => new Bun.CryptoHasher("sha256").update(token).digest("base64url"),
    hashPassword: (password) => inTurn(() => Bun.password.hash(password, { algorithm: "argon2id" })),
    verifyPassword: (password, hash) => inTurn(() => Bun.password.verify(password, hash)),
  };
}
