/**
 * Access tokens of one shared secret: JSON Web Tokens with HMAC-SHA-256 and the registered claims `sub`, `iat`,
 * `nbf` and `exp` (RFC 7519). Whoever has the secret can make them elsewhere.
 */

import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AccessTokens } from "../core/signing.ts";

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
  const signature = (text: string): Buffer => createHmac("sha256", secret).update(text).digest();
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
      const text = `${encode({ alg: "HS256", typ: "JWT" })}.${encode(claims)}`;
      return `${text}.${signature(text).toString("base64url")}`;
    },
    open(token) {
      const parts = token.length > MAX_TOKEN ? [] : token.split(".");
      const [header = "", payload = "", given = ""] = parts;
      if (parts.length !== 3 || decode(header)?.alg !== "HS256") return null;
      const [right, bytes] = [signature(`${header}.${payload}`), Buffer.from(given, "base64url")];
      if (bytes.length !== right.length || !timingSafeEqual(bytes, right)) return null;
      const { sub, phone, iat, nbf, exp } = decode(payload) ?? {};
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

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function decode(part: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString());
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
