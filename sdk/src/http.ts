/** The calls that need no connection: getting a token, and every command as an HTTP call. */

import type { User } from "./gen/protocol.ts";
import { Refused } from "./packet.ts";

export interface SignedIn {
  readonly token: string;
  readonly user: User;
}

/** `url` is the server's address, e.g. "https://chat.example". */
export async function register(
  url: string,
  wish: { handle: string; password: string; name?: string; invite?: string; client?: string },
): Promise<SignedIn> {
  return (await call(url, "POST", "/api/v1/register", wish)) as SignedIn;
}

export async function login(
  url: string,
  wish: { handle: string; password: string; client?: string },
): Promise<SignedIn> {
  return (await call(url, "POST", "/api/v1/login", wish)) as SignedIn;
}

/**
 * One call of the API, e.g. `call(url, "GET", "/api/v1/rooms/12/messages?limit=50", undefined, token)`.
 * Rejects with `Refused` when the server refuses, with the platform's error when it cannot be reached.
 */
export async function call(
  url: string,
  method: string,
  path: string,
  body?: object,
  token?: string,
): Promise<unknown> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok) return answer;
  const { error } = (answer ?? {}) as { error?: { code: string; message: string } };
  const wait = Number(response.headers.get("Retry-After") ?? 0) * 1_000;
  throw new Refused(
    error?.code ?? "unknown",
    error?.message ?? `The server answered ${response.status}`,
    wait,
  );
}
