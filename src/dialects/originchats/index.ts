/** OriginChats. */

import type { Dialect, Encoder } from "../../core/dialect.ts";
import type { Tiers } from "./expiry.ts";
import { pathOf } from "./handshake.ts";
import { type HttpServices, httpRoutes } from "./http.ts";
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
  readonly tiers: Tiers;
  /** Scheme and host by which clients reach this server; "" where nobody said so. */
  readonly url: string;
}

type Given = Omit<Services, "names" | "peers" | "offers" | "door" | "speed" | "about"> &
  Keepers &
  Pick<HttpServices, "uploads" | "serveFile" | "onlineUsers">;

export function originchats(given: Given, choices: Choices): Dialect {
  const { node } = given;
  const { mode, maxFileBytes, url, tiers } = choices;
  const names = createNames(url);
  const door = createDoor(given, mode);
  let connections = 0;

  async function about(slug: string | null) {
    const { space, name, owner, icon } = await node.ask(null, {
      type: "whereabouts_get",
      input: { space: slug },
    });
    const subjects = [space];
    const [kept] = await node.ask(null, {
      type: "drawers_get",
      input: { dialect: "originchats", subjects },
    });
    if (kept !== undefined) names.decorate(space, JSON.parse(kept.value) as Decoration);
    const own = icon === "" ? "" : names.address(`${pathOf(slug)}/server-assets/icon`);
    const { icon: said, banner } = names.decoration(space);
    const permanentTiers = tiers.permanent;
    return { name, owner, mode, maxFileBytes, permanentTiers, url, icon: said === "" ? own : said, banner };
  }

  const services: Services = {
    ...given,
    names,
    peers: new Map(),
    offers: new Map(),
    door,
    speed: createSpeed(choices, given.now),
    about,
  };
  const { routes, uploads, otherwise, tooLarge } = httpRoutes({
    ...given,
    names,
    door,
    maxFileBytes,
    tiers,
    connections: () => connections,
    async decorationOf(slug) {
      const { icon, banner } = await about(slug);
      return { icon, banner };
    },
  });
  const encoder: Encoder = { name: "originchats", encode: (event) => encodeEvent(event, names) };
  return {
    ...encoder,
    // Their clients name only a host; on `/` only WebSocket upgrades are theirs.
    paths: ["/originchats", "/"],
    accept: () => ({ variant: "" }),
    connect(conn) {
      connections += 1;
      const link = connectSession(services, encoder, conn);
      return {
        ...link,
        closed() {
          connections -= 1;
          link.closed();
        },
      };
    },
    routes,
    uploads,
    tooLarge,
    alone: { paths: ["/", "/originchats"], otherwise },
  };
}
