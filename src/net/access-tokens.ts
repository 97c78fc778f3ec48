/**
 * Access tokens of one shared secret: JSON Web Tokens with HMAC-SHA-256 and the registered claims `sub`, `iat`,
 * `nbf` and `exp` (RFC 7519). Whoever has the secret can make them elsewhere.
 */

import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AccessTokens } from "../core/signing.ts";
import { openToken, signToken } from "./jwt.ts";

/** How long a token is good, in milliseconds: 30 days. */
export const ACCESS_MILLIS = 30 * 24 * 3_600_000;

/** Longest token that is looked at, in characters. */
const MAX_TOKEN = 2_000;

/** How much a clock may be ahead of ours, in seconds. */
const LEEWAY = 60;

/** The secret in a file of the data directory; made the first time. Throws a sentence for the operator. */
export function readSecret(directory: string, name: string): string {
  const file = join(directory, name);
  if (!existsSync(file)) {
    writeFileSync(`${file}.new`, `${randomBytes(32).toString("base64url")}\n`, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
  const secret = readFileSync(file, "utf8").trim();
  if (secret.length < 32)
    throw new Error(`${file} holds no secret: restore it, or remove it to sign everybody out`);
  return secret;
}

/** Signs and checks with the secret. */
export function createAccessTokens(secret: string, now: () => number): AccessTokens {
  return {
    sign({ subject, phone, issued }) {
      const seconds = issued / 1_000;
      const whole = Math.floor(seconds);
      const claims = {
        sub: subject,
        ...(phone === null ? {} : { phone }),
        nbf: whole,
        exp: whole + ACCESS_MILLIS / 1_000,
        iat: seconds,
      };
      return signToken(secret, {}, claims);
    },
    open(token) {
      const opened = openToken(token, MAX_TOKEN);
      if (opened?.isSignedWith(secret) !== true) return null;
      const { sub, phone, iat, nbf, exp } = opened.claims() ?? {};
      const seconds = now() / 1_000;
      if (typeof sub !== "string") return null;
      if (exp !== undefined && !(isTime(exp) && exp > seconds)) return null;
      if (nbf !== undefined && !(isTime(nbf) && nbf <= seconds + LEEWAY)) return null;
      if (iat !== undefined && !(isTime(iat) && iat <= seconds + LEEWAY)) return null;
      // Without a time it is older than whatever ended tokens.
      const issued = isTime(iat) ? Math.max(1, Math.round(iat * 1_000)) : 1;
      return { subject: sub, phone: typeof phone === "string" ? phone : null, issued };
    },
  };
}

function isTime(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}
