/** OriginChats. */

import type { Dialect, Encoder } from "../../core/dialect.ts";
import type { SignIn } from "../../core/sign-in.ts";
import { createNames } from "./names.ts";
import { encodeEvent } from "./outbound.ts";
import { connectSession, type Services } from "./session.ts";
import { AuthError, createDoor } from "./signing-in.ts";
import { createSpeed, type SpeedLimits } from "./speed.ts";
import { TEXTS } from "./texts.ts";
import type { AuthMode } from "./wire.ts";

/** What the operator chose. */
export interface Choices extends SpeedLimits {
  readonly mode: AuthMode;
  readonly maxFileBytes: number;
}

type Given = Omit<Services, "names" | "door" | "speed" | "about"> & { readonly signIn: SignIn };

export function originchats(given: Given, choices: Choices): Dialect {
  const { node } = given;
  const names = createNames();
  const { mode, maxFileBytes } = choices;
  const door = createDoor(given, mode, () => Promise.reject(new AuthError(TEXTS.invalidAuthentication)));
  const services: Services = {
    ...given,
    names,
    door,
    speed: createSpeed(choices, given.now),
    async about(slug) {
      const { name, owner } = await node.ask(null, { type: "whereabouts_get", input: { space: slug } });
      return { name, owner, mode, maxFileBytes };
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
