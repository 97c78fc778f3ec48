/**
 * Registering and signing in: the same rules at every door.
 *
 * Runs on the main thread; passwords are hashed and compared off it, and neither they nor tokens cross to
 * the store.
 */

import { badCredentials, normalizeHandle } from "./accounts.ts";
import { Fault } from "./faults.ts";
import type { Limiter } from "./limits.ts";
import type { Id, Millis } from "./model/ids.ts";
import type { Actor, User } from "./model/users.ts";
import type { Node } from "./node.ts";
import { requireDisplayName } from "./profiles.ts";

/** Shortest and longest password, in bytes of UTF-8. */
export const MIN_PASSWORD_BYTES = 8;
export const MAX_PASSWORD_BYTES = 72;

export type Registration = "open" | "invite" | "closed";

/** Secrets, made and compared outside the core. */
export interface Secrets {
  /** 256 random bits as text. */
  newToken(): string;
  /** One way; the same for the same token. */
  hashToken(token: string): string;
  /** Slow, salted; off the main thread. */
  hashPassword(password: string): Promise<string>;
  verifyPassword(password: string, hash: string): Promise<boolean>;
}

export interface SignedIn {
  readonly token: string;
  readonly user: User;
}

export interface Registering {
  readonly handle: string;
  readonly password: string;
  /** "" = the handle. */
  readonly name: string;
  /** Of an invite, or the code that sets the instance up; "" = none. */
  readonly invite: string;
  /** What program signs in, for the list of one's sign-ins. */
  readonly client: string;
  /** Shortest password that this door takes, in bytes of UTF-8; absent = the usual one. */
  readonly shortest?: number;
}

export interface SignIn {
  /** Faults: `registration_closed`, `bad_invite`, `invalid`, `handle_taken`, `rate_limited`. */
  register(wish: Registering, address: string): Promise<SignedIn>;
  /** Faults: `bad_credentials`, `banned`, `rate_limited`. */
  login(wish: { handle: string; password: string; client: string }, address: string): Promise<SignedIn>;
  /** Who they are, without a token. Faults: as for signing in. */
  identify(wish: { handle: string; password: string }, address: string): Promise<User>;
  /** Who a token stands for, for one call. Faults: `unauthenticated`, `banned`. */
  actorOf(token: string): Promise<{ actor: Actor; user: User }>;
  /** Other sign-ins end. Faults: `bad_credentials`, `invalid`, `forbidden` (bots), `rate_limited`. */
  changePassword(actor: Actor, old: string, password: string): Promise<void>;
  /** Choose a password by a code that was handed over. Faults: `bad_credentials`, `invalid`, `rate_limited`. */
  resetPassword(code: string, password: string, address: string): Promise<void>;
  /**
   * End the account, its messages with it when asked. Faults: `bad_credentials`, `forbidden` (bots; who owns a
   * space), `rate_limited`.
   */
  deleteAccount(actor: Actor, password: string, withMessages: boolean): Promise<void>;
  /** The code that sets up an instance without an owner; null when it has one. A new one each time. */
  setupCode(): Promise<string | null>;
}

export interface SignInRules {
  readonly mode: Registration;
  /** Whether the first account owns the space without a set-up code. */
  readonly firstOwns: boolean;
}

export function createSignIn(
  node: Node,
  secrets: Secrets,
  limit: Limiter,
  { mode, firstOwns }: SignInRules,
  now: () => Millis,
): SignIn {
  // Compared against when there is no such handle, so that the answer takes as long.
  let decoy: Promise<string> | null = null;

  const pass = (profile: "sign_in_address" | "sign_in_account", key: string): void => {
    const wait = limit(profile, key, now());
    if (wait > 0) throw new Fault("rate_limited", "Too many attempts; wait a little", wait);
  };

  /** The user whose handle and password these are. */
  async function prove(handle: string, password: string): Promise<Id> {
    pass("sign_in_account", normalizeHandle(handle));
    const found = await node
      .ask(null, { type: "credentials_get", input: { handle } })
      .catch((error: unknown) => {
        if (error instanceof Fault && error.code === "bad_credentials") return null;
        throw error;
      });
    decoy ??= secrets.hashPassword(secrets.newToken());
    const right = await secrets.verifyPassword(password, found === null ? await decoy : found.passwordHash);
    if (found === null || !right) throw badCredentials();
    if (isOldHash(found.passwordHash)) {
      const passwordHash = await secrets.hashPassword(password);
      const renewed = { user: found.user, old: found.passwordHash, passwordHash };
      await node.ask(null, { type: "password_renew", input: renewed });
    }
    return found.user;
  }

  return {
    async register({ handle, password, name, invite, client, shortest }, address) {
      pass("sign_in_address", address);
      const admission = { mode, code: invite, codeHash: secrets.hashToken(invite), firstOwns };
      await node.ask(null, { type: "account_check", input: { handle, ...admission } });
      requirePassword(password, shortest);
      const shown = requireDisplayName(name === "" ? handle : name);
      const passwordHash = await secrets.hashPassword(password);
      const token = secrets.newToken();
      const tokenHash = secrets.hashToken(token);
      const input = { handle, name: shown, passwordHash, tokenHash, client: clip(client), ...admission };
      const user = await node.ask(null, { type: "account_create", input });
      return { token, user };
    },

    async login({ handle, password, client }, address) {
      pass("sign_in_address", address);
      const user = await prove(handle, password);
      const token = secrets.newToken();
      const input = { user, tokenHash: secrets.hashToken(token), client: clip(client) };
      return { token, user: await node.ask(null, { type: "token_create", input }) };
    },

    async identify({ handle, password }, address) {
      pass("sign_in_address", address);
      const user = await prove(handle, password);
      // Proven now, so that no token that was ended stands in the way.
      return await node.ask(null, { type: "signed_user", input: { user, issued: Number.MAX_SAFE_INTEGER } });
    },

    async actorOf(token) {
      const tokenHash = secrets.hashToken(token);
      const found = await node.ask(null, { type: "token_user", input: { tokenHash } });
      return { actor: { user: found.user.id, token: found.token, session: 0 }, user: found.user };
    },

    async changePassword(actor, old, password) {
      const { handle } = await node.ask(actor, { type: "account_get", input: {} });
      requirePassword(password);
      const user = await prove(handle, old);
      const passwordHash = await secrets.hashPassword(password);
      await node.ask(null, { type: "password_set", input: { user, passwordHash, keepToken: actor.token } });
    },

    async deleteAccount(actor, password, withMessages) {
      const { handle } = await node.ask(actor, { type: "account_get", input: {} });
      const user = await prove(handle, password);
      if (await node.ask(null, { type: "owns_space", input: { user } })) {
        throw new Fault("forbidden", "The owner of a space passes it on first");
      }
      for (let after: Id | null = withMessages ? 0 : null; after !== null; ) {
        const { next }: { next: Id | null } = await node.ask(null, {
          type: "messages_erase",
          input: { user, after },
        });
        after = next;
      }
      await node.ask(null, { type: "account_delete", input: { user } });
    },

    async resetPassword(code, password, address) {
      pass("sign_in_address", address);
      requirePassword(password);
      const passwordHash = await secrets.hashPassword(password);
      const codeHash = secrets.hashToken(code);
      const { user } = await node.ask(null, { type: "password_code_use", input: { codeHash } });
      await node.ask(null, { type: "password_set", input: { user, passwordHash, keepToken: 0 } });
    },

    async setupCode() {
      const code = secrets.newToken();
      const needed = await node.ask(null, {
        type: "setup_begin",
        input: { codeHash: secrets.hashToken(code) },
      });
      return needed ? code : null;
    },
  };
}

/** Whether a hash was taken over from another server: bcrypt's, in place of which comes one of ours. */
function isOldHash(hash: string): boolean {
  return /^\$2[abxy]?\$/.test(hash);
}

/** Longest name of a client that is kept, in code units. */
const MAX_CLIENT = 100;

function clip(client: string): string {
  return client.slice(0, MAX_CLIENT).replaceAll(/\p{Cc}/gu, "");
}

/** Faults: `invalid` when it is too short or too long. */
export function requirePassword(password: string, shortest = MIN_PASSWORD_BYTES): void {
  const bytes = new TextEncoder().encode(password).length;
  if (bytes < shortest || bytes > MAX_PASSWORD_BYTES) {
    throw new Fault("invalid", `A password has ${shortest} to ${MAX_PASSWORD_BYTES} bytes`);
  }
}
