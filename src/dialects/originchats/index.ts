/** OriginChats. */

import type { Dialect, Encoder } from "../../core/dialect.ts";
import { createNames, type Decoration } from "./names.ts";
import { encodeEvent } from "./outbound.ts";
import { connectSession, type Services } from "./session.ts";
import { createDoor, type Keepers } from "./signing-in.ts";
import { createSpeed, type SpeedLimits } from "./speed.ts";
import type { AuthMode } from "./wire.ts";

/** What the operator chose. */
export interface Choices extends SpeedLimits {
  readonly mode: AuthMode;
  readonly maxFileBytes: number;
}

type Given = Omit<Services, "names" | "peers" | "offers" | "door" | "speed" | "about"> & Keepers;

export function originchats(given: Given, choices: Choices): Dialect {
  const { node } = given;
  const names = createNames();
  const { mode, maxFileBytes } = choices;
  const door = createDoor(given, mode);
  const services: Services = {
    ...given,
    names,
    peers: new Map(),
    offers: new Map(),
    door,
    speed: createSpeed(choices, given.now),
    async about(slug) {
      const { space, name, owner } = await node.ask(null, {
        type: "whereabouts_get",
        input: { space: slug },
      });
      const subjects = [space];
      const [kept] = await node.ask(null, {
        type: "drawers_get",
        input: { dialect: "originchats", subjects },
      });
      if (kept !== undefined) names.decorate(space, JSON.parse(kept.value) as Decoration);
      return { name, owner, mode, maxFileBytes, ...names.decoration(space) };
    },
  };
  const encoder: Encoder = { name: "originchats", encode: (event) => encodeEvent(event, names) };
  return {
    ...encoder,
    // Their clients name only a host; on `/` only WebSocket upgrades are theirs.
    paths: ["/originchats", "/"],
    accept: () => ({ variant: "" }),
    connect: (conn) => connectSession(services, encoder, conn),
    routes: {},
  };
}
