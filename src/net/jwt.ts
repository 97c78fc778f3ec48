/** JSON Web Tokens with HMAC-SHA-256 (RFC 7519, RFC 7515 "HS256"), as texts: what a token claims is its reader's to judge. */

import { createHmac, timingSafeEqual } from "node:crypto";

type Fields = Readonly<Record<string, unknown>>;

/** A token as it came. */
export interface OpenedToken {
  readonly header: Fields;
  /** What it claims: of worth where it is signed. Null for no object. */
  readonly claims: () => Fields | null;
  readonly isSignedWith: (secret: string | Buffer) => boolean;
}

/** A token with these claims; `header` goes beside its kind. */
export function signToken(secret: string | Buffer, header: object, claims: object): string {
  const text = `${encode({ alg: "HS256", typ: "JWT", ...header })}.${encode(claims)}`;
  return `${text}.${signature(secret, text).toString("base64url")}`;
}

/** The parts of a token of at most `longest` characters; null for what is none, or of another kind. */
export function openToken(token: string, longest: number): OpenedToken | null {
  const parts = token.length > longest ? [] : token.split(".");
  const [first = "", second = "", third = ""] = parts;
  const header = parts.length === 3 ? decode(first) : null;
  if (header?.alg !== "HS256") return null;
  const given = Buffer.from(third, "base64url");
  return {
    header,
    claims: () => decode(second),
    isSignedWith(secret) {
      const right = signature(secret, `${first}.${second}`);
      return given.length === right.length && timingSafeEqual(given, right);
    },
  };
}

function signature(secret: string | Buffer, text: string): Buffer {
  return createHmac("sha256", secret).update(text).digest();
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function decode(part: string): Fields | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString());
    return typeof value === "object" && value !== null ? (value as Fields) : null;
  } catch {
    return null;
  }
}
