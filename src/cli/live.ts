/** The settings that a running server takes anew, and which those are (`reloads` in `config/schema.ts`). */

import { keys } from "../config/keys.ts";
import type { Settings } from "../config/read.ts";
import type { Config } from "../config.ts";
import { type Limiter, limiter } from "../core/limits.ts";
import { type AddressSet, addressSet } from "../net/addresses.ts";
import type { Limits } from "../net/limits.ts";
import { netLimits } from "./net-limits.ts";

/** Of the keys whose values changed: those that hold now, and those that hold after a restart. */
export interface Taken {
  readonly taken: readonly string[];
  readonly afterRestart: readonly string[];
}

export interface Live {
  /** One object whose values change. */
  readonly limits: Limits;
  readonly limit: Limiter;
  readonly isTrusted: AddressSet;
  take(next: Config): Taken;
}

export function liveSettings(config: Config): Live {
  const limits: { -readonly [Name in keyof Limits]: Limits[Name] } = { ...netLimits(config) };
  /** What holds, as texts, by the keys' titles. */
  const holding = new Map(keys.map((key) => [key.title, textOf(config, key)]));
  let limit = limiter(config.profiles);
  let isTrusted = addressSet(config.trusted_proxies);

  return {
    limits,
    // By a clock that nobody sets: put back by an hour, the other would refuse for an hour whoever came just before.
    limit: (profile, key) => limit(profile, key, Math.floor(performance.now())),
    isTrusted: (address) => isTrusted(address),
    take(next) {
      const changed = keys.filter((key) => holding.get(key.title) !== textOf(next, key));
      const taken = changed.filter(({ about }) => about.reloads);
      for (const key of taken) holding.set(key.title, textOf(next, key));
      // What the runtime was given at the start stays in the object, too, as it is.
      const { frameBytes, hardBufferBytes, bodyBytes, uploadBytes, httpIdleSeconds } = limits;
      Object.assign(limits, netLimits(next), {
        frameBytes,
        hardBufferBytes,
        bodyBytes,
        uploadBytes,
        httpIdleSeconds,
      });
      // Counts begin anew only when a rate has changed: they are kept in multiples of it.
      if (taken.some(({ schema }) => "x-rate" in schema)) limit = limiter(next.profiles);
      isTrusted = addressSet(next.trusted_proxies);
      return { taken: titles(taken), afterRestart: titles(changed.filter(({ about }) => !about.reloads)) };
    },
  };
}

function titles(of: typeof keys): string[] {
  return of.map(({ title }) => title);
}

function textOf(settings: Settings, { section, name }: (typeof keys)[number]): string {
  const table: object = section === null ? settings : Object(Reflect.get(settings, section));
  return JSON.stringify(Reflect.get(table, name));
}
