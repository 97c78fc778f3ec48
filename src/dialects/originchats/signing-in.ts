/** Signing in (`docs/protocols/originchats.md` section 4): accounts of this server, and those of a validator. */

import type { Reply } from "../../core/commands.ts";
import { Fault } from "../../core/faults.ts";
import type { Limiter } from "../../core/limits.ts";
import type { Actor } from "../../core/model/users.ts";
import type { Node } from "../../core/node.ts";
import type { Secrets, SignIn } from "../../core/sign-in.ts";
import type { AskValidator, Validation } from "../../core/validation.ts";
import { isCracked, usernameOf, VALIDATOR } from "./ids.ts";
import type { Fields } from "./row.ts";
import { TEXTS } from "./texts.ts";
import type { AuthMode } from "./wire.ts";

/** Shortest password of a new account here, in bytes of UTF-8. */
const SHORTEST_PASSWORD = 4;
const LONGEST_PASSWORD = 72;

/** Longest word for the validator, and longest id and name of it, in code units. */
const MAX_VALIDATOR = 4_096;
const MAX_REMOTE = 512;

/** What the list of one's sign-ins says of a connection. */
const CLIENT = "OriginChats";

/** A sign-in failed; becomes `auth_error`. */
export class AuthError extends Error {}

/** Who came in, by which token. */
export interface Entered {
  readonly token: string;
  /** The account is a new one. */
  readonly isNew: boolean;
}

/** Who calls; `username` is that of the validator's account, null for one of this server. */
export interface Caller {
  readonly actor: Actor;
  readonly username: string | null;
}

export interface Door {
  /**
   * Who a call is from that carries the `validator` of `ready`, or one of the validator's made for `key`; "unknown" for
   * whom the validator knows and this server does not.
   */
  callerOf(key: string, validator: string): Promise<Caller | "invalid" | "unreachable" | "unknown">;
  /** The sign-in that a command asks for; undefined where it asks for none in this mode. Rejects with `AuthError`. */
  enter(cmd: unknown, fields: Fields, key: string, address: string): Promise<Entered> | undefined;
}

/** What signing in needs of the server. */
export interface Keepers {
  readonly node: Node;
  readonly signIn: SignIn;
  readonly secrets: Secrets;
  readonly limit: Limiter;
  readonly now: () => number;
  readonly askValidator: AskValidator;
  /** Whether those whom only the validator knows may come in. */
  readonly mayRegister: boolean;
}

export function createDoor(keepers: Keepers, mode: AuthMode): Door {
  const { node, signIn } = keepers;
  const local: Readonly<Record<string, (fields: Fields, address: string) => Promise<Entered>>> = {
    register: async (fields, address) => {
      const { handle, password } = credentialsIn(fields);
      const length = [...handle].length;
      if (length < 2 || length > 32) throw new AuthError(TEXTS.usernameLength);
      const bytes = new TextEncoder().encode(password).length;
      if (bytes < SHORTEST_PASSWORD || bytes > LONGEST_PASSWORD) throw new AuthError(TEXTS.passwordLength);
      const bare = handle.replaceAll(/[_-]/g, "");
      if (!/^[\p{L}\p{M}\p{Nd}]+$/u.test(bare)) throw new AuthError(TEXTS.usernameCharacters);
      const wish = {
        handle,
        password,
        name: handle,
        invite: "",
        client: CLIENT,
        shortest: SHORTEST_PASSWORD,
      };
      const { token } = await told(signIn.register(wish, address), {
        handle_taken: TEXTS.usernameTaken,
        registration_closed: TEXTS.registrationDisabled,
      });
      return { token, isNew: true };
    },
    login: async (fields, address) => {
      const { handle, password } = credentialsIn(fields);
      const isWrong = new Set(["bad_credentials"]);
      const signedIn = await signIn
        .login({ handle, password, client: CLIENT }, address)
        .catch(async (error) => {
          if (!(error instanceof Fault) || !isWrong.has(error.code)) return told(Promise.reject(error), {});
          throw new AuthError((await isHandle(handle)) ? TEXTS.invalidPassword : TEXTS.userNotFound);
        });
      return { token: signedIn.token, isNew: false };
    },
  };

  /** Whether there is an account of the handle: whoever registers hears it too (section 4.2). */
  async function isHandle(handle: string): Promise<boolean> {
    const input = { handle, mode: "open", code: "", codeHash: "", firstOwns: false } as const;
    return await node.ask(null, { type: "account_check", input }).then(
      () => false,
      (error: unknown) => error instanceof Fault && error.code === "handle_taken",
    );
  }

  return {
    async callerOf(key, validator) {
      const own = await signIn.actorOf(validator).catch((error: unknown) => {
        if (error instanceof Fault) return null;
        throw error;
      });
      if (own !== null)
        return { actor: own.actor, username: isCracked(own.user) ? null : usernameOf(own.user) };
      if (mode === "cracked-only" || validator.length > MAX_VALIDATOR) return "invalid";
      const found = await keepers.askValidator(key.slice(0, MAX_VALIDATOR), validator);
      if (found === "unreachable" || found === "invalid") return found;
      return await ghostOf(node, found, false).then(
        ({ id }) => ({ actor: { user: id, token: 0, session: 0 }, username: found.username }),
        (error: unknown) => {
          if (error instanceof Fault) return "unknown";
          throw error;
        },
      );
    },

    enter(cmd, fields, key, address) {
      if (cmd === "auth") {
        if (mode === "cracked-only") return Promise.reject(new AuthError(TEXTS.roturDisabled));
        return validate(keepers, key, fields.validator, address);
      }
      if (mode === "rotur" || typeof cmd !== "string" || !Object.hasOwn(local, cmd)) return undefined;
      return local[cmd]?.(fields, address);
    },
  };
}

/** Comes in with an account of the validator (section 4.3). Only this connection waits for it. */
async function validate(
  { node, secrets, limit, now, askValidator, mayRegister }: Keepers,
  key: string,
  validator: unknown,
  address: string,
): Promise<Entered> {
  if (typeof validator !== "string" || validator === "" || validator.length > MAX_VALIDATOR)
    throw new AuthError(TEXTS.invalidAuthentication);
  if (limit("sign_in_address", address, now()) > 0) throw new AuthError(TEXTS.tooManyAttempts);
  const found = await askValidator(key, validator);
  if (found === "unreachable") throw new AuthError(TEXTS.validatorAway);
  if (found === "invalid") throw new AuthError(TEXTS.invalidAuthentication);
  const before = now();
  const user = await told(ghostOf(node, found, mayRegister), {
    registration_closed: TEXTS.registrationDisabled,
  });
  const token = secrets.newToken();
  const input = { user: user.id, tokenHash: secrets.hashToken(token), client: CLIENT };
  await node.ask(null, { type: "token_create", input });
  return { token, isNew: user.created >= before };
}

/** The account of somebody whom the validator knows. Faults: `registration_closed`, `banned`. */
async function ghostOf(
  node: Node,
  { id, username }: Exclude<Validation, string>,
  mayRegister: boolean,
): Promise<Reply<"ghost_upsert">> {
  const { space } = await node.ask(null, { type: "whereabouts_get", input: { space: null } });
  const name = username.slice(0, MAX_REMOTE);
  const remote = { backend: VALIDATOR, remoteId: id.slice(0, MAX_REMOTE) };
  const input = { space, ...remote, nick: name, name, signsIn: { mayRegister } };
  return await node.ask(null, { type: "ghost_upsert", input });
}

/** The name as a handle, and the password. What is no text is none. */
function credentialsIn({ username, password }: Fields): { handle: string; password: string } {
  const handle = typeof username === "string" ? username.normalize("NFC").trim().toLowerCase() : "";
  if (handle === "" || typeof password !== "string" || password === "")
    throw new AuthError(TEXTS.credentialsRequired);
  return { handle, password };
}

/** Says a refusal in the words of the wire. */
export async function told<T>(done: Promise<T>, texts: Readonly<Record<string, string>>): Promise<T> {
  return await done.catch((error: unknown) => {
    if (!(error instanceof Fault)) throw error;
    if (error.code === "banned") throw new AuthError(TEXTS.bannedHere);
    throw new AuthError(texts[error.code] ?? error.message);
  });
}
