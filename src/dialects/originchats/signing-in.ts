/** Signing in (`docs/protocols/originchats.md` section 4): accounts of this server, and those of a validator. */

import { Fault } from "../../core/faults.ts";
import type { Node } from "../../core/node.ts";
import type { SignIn } from "../../core/sign-in.ts";
import type { Fields } from "./row.ts";
import { TEXTS } from "./texts.ts";
import type { AuthMode } from "./wire.ts";

/** Shortest password of a new account here, in bytes of UTF-8. */
const SHORTEST_PASSWORD = 4;
const LONGEST_PASSWORD = 72;

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

export interface Door {
  /** The sign-in that a command asks for; undefined where it asks for none in this mode. Rejects with `AuthError`. */
  enter(cmd: unknown, fields: Fields, key: string, address: string): Promise<Entered> | undefined;
}

/** Asks the validator who came with its account. Rejects with `AuthError`. */
export type Validate = (key: string, validator: unknown) => Promise<Entered>;

export function createDoor(
  { node, signIn }: { readonly node: Node; readonly signIn: SignIn },
  mode: AuthMode,
  validate: Validate,
): Door {
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
    enter(cmd, fields, key, address) {
      if (cmd === "auth") {
        if (mode === "cracked-only") return Promise.reject(new AuthError(TEXTS.roturDisabled));
        return validate(key, fields.validator);
      }
      if (mode === "rotur" || typeof cmd !== "string" || !Object.hasOwn(local, cmd)) return undefined;
      return local[cmd]?.(fields, address);
    },
  };
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
