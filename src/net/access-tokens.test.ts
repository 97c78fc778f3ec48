import { expect, test } from "bun:test";
import { createHmac } from "node:crypto";
import { ACCESS_MILLIS, createAccessTokens } from "./access-tokens.ts";

const NOW = 1_800_000_000_000;
const tokens = createAccessTokens("prod", () => NOW);

/** A token made elsewhere. */
function made(claims: object, { secret = "prod", header = { alg: "HS256", typ: "JWT" } } = {}): string {
  const text = [header, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
  return `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`;
}

test("a token says who it is for and when it was made", () => {
  const claim = { subject: "ann", phone: "+99900000001", issued: NOW - 5 };
  expect(tokens.open(tokens.sign(claim))).toEqual(claim);
});

test("a token that was signed elsewhere with the secret is as good", () => {
  expect(tokens.open(made({ sub: "ann", iat: NOW / 1_000 }))?.subject).toBe("ann");
});

test.each([
  ["another secret", made({ sub: "ann", iat: NOW / 1_000 }, { secret: "dev" })],
  ["no signature", made({ sub: "ann" }).replace(/\.[^.]+$/, ".")],
  ["the algorithm none", made({ sub: "ann" }, { header: { alg: "none", typ: "JWT" } })],
  ["the end in the past", made({ sub: "ann", exp: NOW / 1_000 - 1 })],
  ["the beginning in the future", made({ sub: "ann", nbf: NOW / 1_000 + 3_600 })],
  ["an end that is no time", made({ sub: "ann", exp: "never" })],
  ["nobody", made({ iat: NOW / 1_000 })],
  ["no token", "a.b"],
])("%s is no good", (_what, token) => {
  expect(tokens.open(token)).toBeNull();
});

test("a token is good for thirty days", () => {
  const token = tokens.sign({ subject: "ann", phone: null, issued: NOW });
  expect(createAccessTokens("prod", () => NOW + ACCESS_MILLIS - 1_000).open(token)).not.toBeNull();
  expect(createAccessTokens("prod", () => NOW + ACCESS_MILLIS).open(token)).toBeNull();
});
