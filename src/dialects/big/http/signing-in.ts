/** Signing in by phone number, and new tokens for old (`docs/protocols/big.md` section 16.2). */

import { Type } from "typebox";
import { Fault } from "../../../core/faults.ts";
import type { ProfileName } from "../../../core/limits.ts";
import type { Id, Millis } from "../../../core/model/ids.ts";
import type { SendCode } from "../../../core/phones.ts";
import type { Secrets, SignInRules } from "../../../core/sign-in.ts";
import { toUserId } from "../ids.ts";
import { BigError, SAID } from "../wire.ts";
import { type Call, type CallServices, open, originOf, textResponse } from "./calling.ts";
import { profileOf } from "./people.ts";

export interface CodeServices {
  readonly secrets: Pick<Secrets, "newToken" | "hashToken">;
  readonly sendCode: SendCode;
  /** Six digits that nobody guesses. */
  readonly newCode: () => string;
  /** One way, with a secret: there are too few codes for less. */
  readonly hashCode: (number: string, code: string) => string;
  /** Whether numbers for tests need no code that is sent. */
  readonly testNumbers: boolean;
  readonly admission: SignInRules;
  readonly onSendError: (error: unknown) => void;
}

const TEST_CODE = "000000";

const phoneNumber = Type.String({ minLength: 2, maxLength: 64 });
const sending = Type.Object({ phoneNumber });
const verifying = Type.Object({
  phoneNumber: Type.String({ minLength: 2, maxLength: 64, pattern: "^\\+" }),
  code: Type.String({ minLength: 1, maxLength: 32 }),
  /** An addition of ours: of an invite, or the code that sets the instance up. */
  invite: Type.Optional(Type.String({ maxLength: 100 })),
  /** Another: what a new account is called; nobody changes it later. */
  username: Type.Optional(Type.String({ maxLength: 64 })),
});
const refreshing = Type.Object({ refreshToken: Type.String({ minLength: 1, maxLength: 200 }) });

/** Section 16.2: digits and plus signs alone count. */
export function toNumber(said: string): string {
  return said.replaceAll(/[^0-9+]/g, "");
}

export function isNumber(number: string): boolean {
  return /^\+?[0-9]{1,31}$/.test(number);
}

/** Throws 400 for what is no number. */
export function normalizeNumber(said: string): string {
  const number = toNumber(said);
  if (!isNumber(number)) throw new BigError(400, "phoneNumber is no phone number");
  return number;
}

function isTestNumber(number: string): boolean {
  return number.startsWith("+999") || /^\+(9|99|90|0|00|000)$/.test(number);
}

export function signInCalls(codes: CodeServices): Readonly<Record<string, Call>> {
  const { secrets, sendCode, newCode, hashCode, testNumbers, admission } = codes;
  const isTest = (number: string): boolean => testNumbers && isTestNumber(number);

  const sendCall = open({ about: "Send a code.", body: sending }, async ({ services, body, address }) => {
    const number = normalizeNumber(body.phoneNumber);
    pass(services, "codes_address", address);
    if (isTest(number)) return {};
    pass(services, "codes", number);
    const code = newCode();
    await services.node.ask(null, {
      type: "phone_code_put",
      input: { number, hash: hashCode(number, code) },
    });
    await sendCode(number, code).catch((error: unknown) => {
      codes.onSendError(error);
      throw new BigError(500, "Failed to send code");
    });
    return {};
  });

  const verifyCall = open(
    { about: "Sign in, the first time with a new account.", body: verifying },
    async ({ services, body, address, url, space }) => {
      const { node, now, isOnline } = services;
      const number = normalizeNumber(body.phoneNumber);
      pass(services, "sign_in_address", address);
      pass(services, "sign_in_account", `phone ${number}`);
      if (isTest(number) && body.code !== TEST_CODE) throw wrongCode();
      const invite = body.invite ?? "";
      const input = {
        number,
        code: isTest(number) ? null : hashCode(number, body.code),
        handle: body.username ?? newHandle(secrets.newToken()),
        admission: { ...admission, code: invite, codeHash: secrets.hashToken(invite) },
      };
      const user = await node.ask(null, { type: "phone_enter", input }).catch(toRefusal);
      if (user === null) throw wrongCode();
      const tokens = await newTokens(services, user.id, number);
      const { space: at } = await node.ask(null, { type: "whereabouts_get", input: { space } });
      const actor = { user: user.id, token: 0, session: 0, issued: now() };
      const asking = { node, actor, space: at, isOnline, origin: originOf(services, url) };
      return { ...tokens, profile: await profileOf(asking, user.id) };
    },
  );

  const refreshCall = open(
    { about: "New tokens for a refresh token, which is good once.", body: refreshing },
    async ({ services, body, address }) => {
      const { node, access, now } = services;
      pass(services, "sign_in_address", address);
      const owner = /^[\w-]{21}\.(0*[1-9]\d{0,15})$/.exec(body.refreshToken)?.[1];
      if (owner === undefined) return textResponse(401, "Invalid refresh token");
      const next = newRefreshToken(Number(owner));
      const input = { hash: secrets.hashToken(body.refreshToken), next: secrets.hashToken(next) };
      const { user, phone, expired } = await node
        .ask(null, { type: "refresh_rotate", input })
        .catch(toRefusal);
      if (user === null)
        return textResponse(401, expired ? "Refresh token expired" : "Invalid refresh token");
      return {
        accessToken: access.sign({ subject: toUserId(user), phone, issued: now() }),
        refreshToken: next,
      };
    },
  );

  function newRefreshToken(user: Id): string {
    return `${secrets.newToken().slice(0, 21)}.${toUserId(user)}`;
  }

  async function newTokens({ node, access, now }: CallServices, user: Id, phone: string): Promise<object> {
    const refreshToken = newRefreshToken(user);
    const hash = secrets.hashToken(refreshToken);
    await node.ask(null, { type: "refresh_put", input: { user, hash } });
    return { accessToken: access.sign({ subject: toUserId(user), phone, issued: now() }), refreshToken };
  }

  return { "POST /send-code": sendCall, "POST /verify-code": verifyCall, "POST /auth/refresh": refreshCall };
}

/** Throws 429. */
function pass({ limit, now }: CallServices, profile: ProfileName, key: string): void {
  const wait: Millis = limit(profile, key, now());
  if (wait > 0) throw new BigError(429, SAID.tooFast);
}

function wrongCode(): BigError {
  return new BigError(400, "Incorrect code");
}

/** Who may not come in hears why: with the right code alone one gets there. */
function toRefusal(error: unknown): never {
  if (error instanceof Fault && ["banned", "registration_closed", "bad_invite"].includes(error.code))
    throw new BigError(403, error.message);
  throw error;
}

/** The handle of somebody who said none: nothing of the number is in it. */
function newHandle(random: string): string {
  return `user-${random
    .replaceAll(/[^A-Za-z0-9]/g, "")
    .slice(0, 12)
    .toLowerCase()}`;
}
