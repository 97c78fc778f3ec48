/** Numbers of sessions on the wire: who knows one, and its token, takes the session up. */

import type { Secrets } from "../../core/sign-in.ts";

/** A random number of 53 bits: exact in a JavaScript number. */
export function newSessionNumber(secrets: Secrets): number {
  const text = secrets.newToken();
  let number = 0;
  for (const letter of text.slice(0, 8)) number = number * 64 + ALPHABET.indexOf(letter);
  return number * 32 + (ALPHABET.indexOf(text.charAt(8)) >> 1);
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
