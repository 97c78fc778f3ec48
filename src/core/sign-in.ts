/**
 * Registering and signing in: the same rules at every door.
 *
 * Runs on the main thread; passwords are hashed and compared off it, and neither they nor tokens cross to
 * the store.
 */

import { badCredentials, normalizeHandle, requireHandle } from "./accounts.ts";
import { Fault } from "./faults.ts";
import type { Limiter } from "./limits.ts";
import type { Actor, Millis, User } from "./model.ts";
import type { Node } from "./node.ts";

/** Shortest and longest password, in bytes of UTF-8. */
export const MIN_PASSWORD_BYTES = 8;
export const MAX_PASSWORD_BYTES = 72;

/** Longest display name, in code points. */
export const MAX_NAME = 64;

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

export interface SignIn {
  /**
   * Faults: `registration_closed`, `bad_invite`, `invalid`, `handle_taken`, `rate_limited`. An empty name
   * means the handle.
   */
  register(
    wish: { handle: string; password: string; name: string; invite: string },
    address: string,
  ): Promise<SignedIn>;
  /** Faults: `bad_credentials`, `rate_limited`. */
  login(wish: { handle: string; password: string }, address: string): Promise<SignedIn>;
  /** Who a token stands for, for one call. Faults: `unauthenticated`. */
  actorOf(token: string): Promise<{ actor: Actor; user: User }>;
}

export function createSignIn(
  node: Node,
  secrets: Secrets,
  limit: Limiter,
  registration: Registration,
  now: () => Millis,
): SignIn {
  // Compared against when there is no such handle, so that the answer takes as long.
  let decoy: Promise<string> | null = null;

  const pass = (profile: "sign_in_address" | "sign_in_account", key: string): void => {
    const wait = limit(profile, key, now());
    if (wait > 0) throw new Fault("rate_limited", "Too many attempts; wait a little", wait);
  };

  return {
    async register({ handle, password, name, invite }, address) {
      pass("sign_in_address", address);
      if (registration === "closed") throw new Fault("registration_closed", "Registration is closed here");
      if (registration === "invite") {
        throw invite === ""
          ? new Fault("registration_closed", "Registration here needs an invite")
          : new Fault("bad_invite", "The invite is unknown or used up");
      }
      requireHandle(handle);
      requirePassword(password);
      const shown = requireDisplayName(name === "" ? handle : name);
      const passwordHash = await secrets.hashPassword(password);
      const token = secrets.newToken();
      const user = await node.ask(null, {
        type: "account_create",
        input: { handle, name: shown, passwordHash, tokenHash: secrets.hashToken(token) },
      });
      return { token, user };
    },

    async login({ handle, password }, address) {
      pass("sign_in_address", address);
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
      const token = secrets.newToken();
      const tokenHash = secrets.hashToken(token);
      const user = await node.ask(null, { type: "token_create", input: { user: found.user, tokenHash } });
      return { token, user };
    },

    async actorOf(token) {
      const tokenHash = secrets.hashToken(token);
      const found = await node.ask(null, { type: "token_user", input: { tokenHash } });
      return { actor: { user: found.user.id, token: found.token, session: 0 }, user: found.user };
    },
  };
}

function requirePassword(password: string): void {
  const bytes = new TextEncoder().encode(password).length;
  if (bytes < MIN_PASSWORD_BYTES || bytes > MAX_PASSWORD_BYTES) {
    throw new Fault("invalid", `A password has ${MIN_PASSWORD_BYTES} to ${MAX_PASSWORD_BYTES} bytes`);
  }
}

function requireDisplayName(name: string): string {
  const trimmed = name.normalize("NFC").trim();
  if (trimmed === "" || [...trimmed].length > MAX_NAME || /\p{Cc}/u.test(trimmed)) {
    throw new Fault("invalid", `A name has 1 to ${MAX_NAME} characters and no control characters`);
  }
  return trimmed;
}
