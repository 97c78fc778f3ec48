/** The limit of what a user writes (`docs/protocols/originchats.md` section 5.3), shared by all their connections. */

import type { Id, Millis } from "../../core/model/ids.ts";
import type { Packet } from "./wire.ts";

const MINUTE = 60_000;
const BURST = 10_000;

export interface SpeedLimits {
  /** 0 = without bound. */
  readonly perMinute: number;
  readonly burst: number;
  readonly cooldown: Millis;
}

/** `status` of rate_limit_status (section 9.17). */
export interface SpeedStatus {
  readonly messages_this_minute: number;
  readonly messages_per_minute_limit: number;
  readonly recent_messages: number;
  readonly burst_limit: number;
  readonly cooldown_remaining: number;
}

export interface Speed {
  /** Counts one, or gives the packet that refuses it; a refused one is not counted. */
  spend(user: Id, withReason: boolean): Packet | null;
  status(user: Id): SpeedStatus;
  reset(user: Id): void;
}

interface State {
  /** When each was, within the last minute, in order. */
  readonly times: Millis[];
  cooledAt: Millis;
}

/** Most users remembered; beyond, the oldest begin anew. */
const MAX_USERS = 100_000;

export function createSpeed({ perMinute, burst, cooldown }: SpeedLimits, now: () => Millis): Speed {
  const states = new Map<Id, State>();

  function stateOf(user: Id): State {
    const state = states.get(user) ?? { times: [], cooledAt: 0 };
    states.delete(user);
    states.set(user, state);
    if (states.size > MAX_USERS) states.delete(states.keys().next().value ?? user);
    forgetOld(state.times, now());
    return state;
  }

  function refuse(state: State): { length: Millis; reason: string } | null {
    const cooling = state.cooledAt - now();
    if (cooling > 0)
      return { length: cooling, reason: `You are in cooldown for ${inSeconds(cooling)} more seconds` };
    if (perMinute > 0 && state.times.length >= perMinute) {
      const length = (state.times.at(-perMinute) ?? 0) + MINUTE - now();
      return { length, reason: `Rate limit exceeded. Wait ${inSeconds(length)} seconds` };
    }
    if (burst === 0 || since(state.times, now() - BURST) < burst) return null;
    state.cooledAt = now() + cooldown;
    const seconds = Math.round(cooldown / 1_000);
    return { length: cooldown, reason: `Burst limit exceeded. You're in cooldown for ${seconds} seconds` };
  }

  return {
    spend(user, withReason) {
      const state = stateOf(user);
      const refused = refuse(state);
      if (refused === null) {
        state.times.push(now());
        return null;
      }
      const { reason, length } = refused;
      return { cmd: "rate_limit", ...(withReason ? { reason } : {}), length };
    },
    status(user) {
      const { times, cooledAt } = stateOf(user);
      return {
        messages_this_minute: times.length,
        messages_per_minute_limit: perMinute,
        recent_messages: since(times, now() - BURST),
        burst_limit: burst,
        cooldown_remaining: Math.max(0, Math.round((cooledAt - now()) / 100) / 10),
      };
    },
    reset: (user) => void states.delete(user),
  };
}

/** They stand in their order, so that mostly one or none goes. After a clock was set back, what seems to come is none. */
function forgetOld(times: Millis[], now: Millis): void {
  while (times.length > 0 && (times[0] ?? 0) <= now - MINUTE) times.shift();
  while (times.length > 0 && (times.at(-1) ?? 0) > now) times.pop();
}

/** How many are later. */
function since(times: readonly Millis[], at: Millis): number {
  let count = 0;
  while (count < times.length && (times.at(-1 - count) ?? 0) > at) count += 1;
  return count;
}

/** With one digit after the point. */
export function inSeconds(millis: Millis): string {
  return (millis / 1_000).toFixed(1);
}
