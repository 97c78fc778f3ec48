/**
 * JSON Web Tokens signed with HMAC-SHA-256 (RFC 7519, RFC 7515 "HS256"), and the file of keys.
 *
 * The newest key signs. Keys that it replaced check for a while longer, so that a rotation signs nobody out.
 */

import { createHmac, randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { SignedClaim, Signing } from "../core/signing.ts";
import { openToken, signToken } from "./jwt.ts";

/** How long tokens of a key stay good after another took its place, in milliseconds: 30 days. */
export const OLD_KEY_MILLIS = 30 * 24 * 3_600_000;

/** Longest token that is looked at, in characters. */
const MAX_TOKEN = 1_000;

const FILE = "signing-keys.json";

/** A key of the file; newest first. */
export interface Key {
  /** Stands in the tokens' headers. */
  readonly id: string;
  /** 256 random bits in base64url. */
  readonly secret: string;
  /** When it was replaced; 0 = it signs. */
  readonly replaced: number;
}

/** Read the keys of a data directory; makes the first one. Throws a sentence for the operator. */
export function readKeys(directory: string): readonly Key[] {
  const file = join(directory, FILE);
  if (!existsSync(file)) return writeKeys(directory, [newKey()]);
  try {
    const keys = JSON.parse(readFileSync(file, "utf8")) as Key[];
    if (keys.length > 0 && keys.every(({ id, secret }) => id !== "" && secret.length >= 43)) return keys;
  } catch {
    // Said below: a file that is no JSON is as little use as one without keys.
  }
  throw new Error(`${file} holds no keys: restore it from a backup, or remove it to sign everybody out`);
}

/** Put a new key in the place of the one that signs; forgets those that are good no more. */
export function rotateKeys(directory: string, now: number): readonly Key[] {
  const kept = readKeys(directory)
    .map((key) => (key.replaced === 0 ? { ...key, replaced: now } : key))
    .filter(({ replaced }) => now - replaced < OLD_KEY_MILLIS);
  return writeKeys(directory, [newKey(), ...kept]);
}

/** HMAC-SHA-256 of a text, in lower-case hexadecimal digits. */
export function hmac(key: string, text: string): string {
  return createHmac("sha256", key).update(text).digest("hex");
}

/** Signs with the first of the keys, checks with all that are still good. */
export function createSigning(keys: readonly Key[], now: () => number): Signing {
  const secrets = keys.map((key) => ({ ...key, bytes: Buffer.from(key.secret, "base64url") }));
  const [current] = secrets;
  if (current === undefined) throw new Error("There is no key to sign with");
  return {
    sign({ type, id, issued }) {
      return signToken(current.bytes, { kid: current.id }, { type, id, iat: issued / 1_000 });
    },
    open(token) {
      const opened = openToken(token, MAX_TOKEN);
      if (opened === null) return null;
      const { kid } = opened.header;
      const good = secrets.some(({ id, replaced, bytes }) => {
        if (kid !== undefined && kid !== id) return false;
        if (replaced !== 0 && now() - replaced >= OLD_KEY_MILLIS) return false;
        return opened.isSignedWith(bytes);
      });
      return good ? claimOf(opened.claims()) : null;
    },
  };
}

function claimOf(payload: Readonly<Record<string, unknown>> | null): SignedClaim | null {
  if (payload === null) return null;
  const { type, id, iat } = payload;
  if (type !== "user" && type !== "bot") return null;
  if (typeof id !== "number" || !Number.isSafeInteger(id) || id < 1) return null;
  if (typeof iat !== "number" || !Number.isFinite(iat)) return null;
  return { type, id, issued: Math.round(iat * 1_000) };
}

function newKey(): Key {
  return {
    id: randomBytes(6).toString("base64url"),
    secret: randomBytes(32).toString("base64url"),
    replaced: 0,
  };
}

/** In one step, readable for the owner alone. */
function writeKeys(directory: string, keys: readonly Key[]): readonly Key[] {
  const file = join(directory, FILE);
  writeFileSync(`${file}.new`, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return keys;
}
