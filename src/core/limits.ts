/**
 * How often somebody may do something: profiles of windows, counted per key (a user, a connection, an
 * address).
 *
 * A window of (count, time) lets `count` through at once and then one every time/count: the generic cell
 * rate algorithm, one number per key and window.
 */

import type { Millis } from "./model/ids.ts";

export interface Window {
  readonly count: number;
  readonly millis: Millis;
}

export interface Profile {
  readonly windows: readonly Window[];
  /** How long nothing passes once a window is full; 0 = as long as the window says. */
  readonly cooldown: Millis;
}

/** The limits that dialects and sign-in begin with; configuration changes them. */
export const PROFILES = {
  /** 10 a second, 50 at once. */
  bonfire: { windows: [{ count: 50, millis: 5_000 }], cooldown: 0 },
  /** 5 a second, 20 at once. */
  i386chat: { windows: [{ count: 20, millis: 4_000 }], cooldown: 0 },
  /** 10 a second, 100 at once; what is written there has a limit of its own besides. */
  originchats: { windows: [{ count: 100, millis: 10_000 }], cooldown: 0 },
  /** 30 a second, 200 at once. */
  big: { windows: [{ count: 200, millis: 6_667 }], cooldown: 0 },
  /** Files, and parts of files: 5 a second, 100 at once. */
  uploads: { windows: [{ count: 100, millis: 20_000 }], cooldown: 0 },
  /** Messages of one webhook: 1 a second, 30 at once. */
  webhooks: { windows: [{ count: 30, millis: 30_000 }], cooldown: 0 },
  /** Attempts to sign in or register from one address. */
  sign_in_address: { windows: [{ count: 20, millis: 60_000 }], cooldown: 0 },
  /** Attempts to sign in to one account, from anywhere. */
  sign_in_account: { windows: [{ count: 10, millis: 60_000 }], cooldown: 0 },
  /** Codes sent to one phone number. */
  codes: { windows: [{ count: 3, millis: 600_000 }], cooldown: 0 },
  /** Codes that one address has sent, to whatever numbers. */
  codes_address: { windows: [{ count: 10, millis: 600_000 }], cooldown: 0 },
  /** Times that one user looks for phone numbers. */
  phone_lookups: { windows: [{ count: 60, millis: 600_000 }], cooldown: 0 },
} as const satisfies Record<string, Profile>;

export type ProfileName = keyof typeof PROFILES;

/** Most keys remembered; beyond, the oldest are forgotten, which lets them begin anew. */
const MAX_KEYS = 100_000;

/** Takes one of a key's allowance: 0 when it passes, else how long to wait, in milliseconds. */
export type Limiter = (profile: ProfileName, key: string | number, now: Millis) => Millis;

export function limiter(profiles: Readonly<Record<ProfileName, Profile>>): Limiter {
  // For each window the time (times its count) at which the allowance is whole again; last, the end of a cooldown.
  const states = new Map<string, number[]>();
  return (name, key, now) => {
    const profile = profiles[name];
    const id = `${name}/${key}`;
    const state = states.get(id) ?? [...profile.windows.map(() => 0), 0];
    states.delete(id);
    states.set(id, state); // The newest last, so that the oldest is the first to go.
    if (states.size > MAX_KEYS) states.delete(states.keys().next().value ?? id);
    return take(profile, state, now);
  };
}

function take({ windows, cooldown }: Profile, times: number[], now: Millis): Millis {
  const cooled = times[windows.length] ?? 0;
  if (cooled > now) return cooled - now;
  let wait = 0;
  for (const [i, { count, millis }] of windows.entries()) {
    wait = Math.max(wait, Math.ceil((wholeAt(i, count) + millis) / count - now - millis));
  }
  if (wait > 0) {
    if (cooldown > 0) times[windows.length] = now + cooldown;
    return Math.max(wait, cooldown);
  }
  for (const [i, { count, millis }] of windows.entries()) times[i] = wholeAt(i, count) + millis;
  return 0;

  // Times a window's count, so that time/count is a whole number: fractions add up to one too few.
  function wholeAt(i: number, count: number): number {
    return Math.max(times[i] ?? 0, now * count);
  }
}
