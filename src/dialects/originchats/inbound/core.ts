/** `docs/protocols/originchats.md` section 9.1. */

import type { Decoration } from "../names.ts";
import { type Fields, type Here, Refusal, type Rows } from "../row.ts";
import { TEXTS, text } from "../texts.ts";

/** Longest address of a picture, in characters. */
const MAX_ADDRESS = 500;

export const core: Rows = {
  ping: () => ({ cmd: "pong", val: "pong" }),

  server_info: (_fields, here) => infoPacket("server_info", here),

  server_update: async (fields, here) => {
    const { space, names } = here;
    const name = textIn(fields, "name", TEXTS.nameNotText);
    const icon = textIn(fields, "icon", TEXTS.iconNotText);
    const banner = textIn(fields, "banner", TEXTS.bannerNotText);
    if (name === null && icon === null && banner === null) throw new Refusal(TEXTS.noUpdates);
    const refusals = { forbidden: text(TEXTS.noPermission, { permission: "manage_server" }) };
    if (icon !== null || banner !== null) {
      const before = names.decoration(space);
      const wished: Decoration = { icon: icon ?? before.icon, banner: banner ?? before.banner };
      // Before the event, which tells them; undone where it is refused.
      names.decorate(space, wished);
      const input = {
        dialect: "originchats",
        space,
        of: "space",
        subject: space,
        value: JSON.stringify(wished),
      } as const;
      try {
        await here.ask({ type: "drawer_fill", input }, refusals);
      } catch (error) {
        names.decorate(space, before);
        throw error;
      }
    }
    if (name !== null) {
      const unchanged = {
        description: null,
        owner: null,
        slug: null,
        defaultRoom: null,
        icon: null,
        lockedDown: null,
        retention: null,
        legalHold: null,
      };
      await here.ask({ type: "space_update", input: { space, name, ...unchanged } }, refusals);
    }
    return infoPacket("server_update", here);
  },
};

function infoPacket(cmd: string, { named, names, space }: Here) {
  return { cmd, name: named().space.name, ...names.decoration(space) };
}

/** Null changes nothing. */
function textIn(fields: Fields, name: string, refusal: string): string | null {
  const value = fields[name];
  if (value === undefined || value === null) return null;
  if (typeof value !== "string" || value.length > MAX_ADDRESS) throw new Refusal(refusal);
  return value.toWellFormed();
}
