/** What answers say besides what their command gave: things that the store does not know. */

import type { Ok } from "./gen/gateway.ts";
import { type Vitals, withVitals } from "./health.ts";
import type { VariantName } from "./inbound/entry.ts";
import { make } from "./make.ts";

export interface IceServer {
  readonly urls: readonly string[];
  readonly username: string;
  readonly credential: string;
  readonly expires: number;
}

export interface Surroundings {
  /** Name and version of the software. */
  readonly software: string;
  /** What a user's client finds the others by, in voice rooms and calls. */
  readonly iceServers: (user: number) => readonly IceServer[];
  readonly vitals: () => Vitals;
}

/** Answers that say how the client finds the others. */
const HELPED: ReadonlySet<VariantName> = new Set(["voice_join", "call_start", "call_accept"]);

/** The answer to a request of the user, made whole. */
export function saidBesides(
  { software, iceServers, vitals }: Surroundings,
  request: VariantName,
  user: number,
  ok: Partial<Ok>,
): Partial<Ok> {
  if (HELPED.has(request)) {
    const servers = iceServers(user).map((server) =>
      make("IceServer", { ...server, urls: [...server.urls] }),
    );
    return { ...ok, ice_servers: servers };
  }
  return ok.health === undefined ? ok : { ...ok, health: withVitals(ok.health, software, vitals()) };
}
