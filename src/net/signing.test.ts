import { afterAll, expect, test } from "bun:test";
import { createHmac } from "node:crypto";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSigning, OLD_KEY_MILLIS, readKeys, rotateKeys } from "./signing.ts";

const directory = mkdtempSync(join(tmpdir(), "koine-keys-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const claim = { type: "user", id: 7_381_975_040_004, issued: 1_790_000_000_123 } as const;

function jwt(header: object, payload: object, secret: Uint8Array): string {
  const text = [header, payload]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
  return `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`;
}

test("a token says what was signed, to the millisecond, and is a plain HS256 JWT", () => {
  const keys = readKeys(directory);
  const signing = createSigning(keys, () => 0);
  const token = signing.sign(claim);
  expect(signing.open(token)).toEqual(claim);
  const [header, payload] = token.split(".").map((part) => Buffer.from(part, "base64url").toString());
  expect(JSON.parse(header ?? "")).toEqual({ alg: "HS256", typ: "JWT", kid: keys[0]?.id });
  expect(JSON.parse(payload ?? "")).toEqual({ type: "user", id: claim.id, iat: 1_790_000_000.123 });
  expect(statSync(join(directory, "signing-keys.json")).mode & 0o777).toBe(0o600);
  expect(readKeys(directory)).toEqual(keys);
});

test("what another key signed, what was altered and what is no token is refused", () => {
  const secret = Buffer.from(readKeys(directory)[0]?.secret ?? "", "base64url");
  const signing = createSigning(readKeys(directory), () => 0);
  const payload = { type: "user", id: 5, iat: 1 };
  // The judge can tell: a token made by hand with the right key is taken.
  expect(signing.open(jwt({ alg: "HS256" }, payload, secret))).toEqual({
    type: "user",
    id: 5,
    issued: 1_000,
  });
  const [header, body, signature] = jwt({ alg: "HS256" }, payload, secret).split(".");
  const wrong = [
    jwt({ alg: "HS256" }, payload, Buffer.alloc(32)),
    jwt({ alg: "none" }, payload, secret),
    jwt({ alg: "HS512" }, payload, secret),
    jwt({ alg: "HS256", kid: "other" }, payload, secret),
    jwt({ alg: "HS256" }, { ...payload, type: "root" }, secret),
    jwt({ alg: "HS256" }, { ...payload, id: 2 ** 53 }, secret),
    jwt({ alg: "HS256" }, { ...payload, id: "5" }, secret),
    jwt({ alg: "HS256" }, { type: "user", id: 5 }, secret),
    `${header}.${body}.`,
    `${header}.${Buffer.from('{"type":"user","id":6,"iat":1}').toString("base64url")}.${signature}`,
    `${header}.${body}`,
    "",
    "..",
    "x".repeat(100_000),
  ];
  for (const token of wrong) expect([token, signing.open(token)]).toEqual([token, null]);
});

test("after a rotation old tokens are good for thirty days, new ones are signed by the new key", () => {
  const old = createSigning(readKeys(directory), () => 0).sign(claim);
  rotateKeys(directory, 1_000);
  const fresh = createSigning(readKeys(directory), () => 0).sign(claim);
  const at = (now: number) => createSigning(readKeys(directory), () => now);
  expect(at(1_000 + OLD_KEY_MILLIS - 1).open(old)).toEqual(claim);
  expect(at(1_000 + OLD_KEY_MILLIS).open(old)).toBeNull();
  expect(at(1_000 + OLD_KEY_MILLIS).open(fresh)).toEqual(claim);
  rotateKeys(directory, 1_000 + OLD_KEY_MILLIS);
  expect(readKeys(directory)).toHaveLength(2);
});

test("a file without keys is named to the operator", () => {
  writeFileSync(join(directory, "signing-keys.json"), "[]");
  expect(() => readKeys(directory)).toThrow(/signing-keys.json holds no keys/);
});
