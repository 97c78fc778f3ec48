/** `docs/protocols/originchats.md` sections 9.17 and 9.19. */

import { usernameOf } from "../ids.ts";
import { memberIn } from "../people.ts";
import { type Here, isMissing, Refusal, type Rows, stringIn } from "../row.ts";
import { TEXTS, text } from "../texts.ts";

export const limits: Rows = {
  rate_limit_status: async (fields, here) => {
    const { user } = here.session;
    if (isMissing(fields, "user")) return statusOf(user, here);
    const wished = await memberIn(fields, here).catch((error: unknown) => {
      if (error instanceof Refusal && !isOwner(here)) throw new Refusal(TEXTS.ownStatusOnly);
      throw error;
    });
    if (wished.user.id !== user.id && !isOwner(here)) throw new Refusal(TEXTS.ownStatusOnly);
    return statusOf(wished.user, here);
  },

  rate_limit_reset: async (fields, here) => {
    const input = { space: here.space, room: null, user: null, permission: "manage_space" };
    const { allowed } = await here.ask({ type: "permission_explain", input });
    if (!allowed) throw new Refusal(text(TEXTS.noPermission, { permission: "manage_server" }));
    const { user } = await memberIn(fields, here);
    here.speed.reset(user.id);
    const name = usernameOf(user);
    return { cmd: "rate_limit_reset", user: name, val: text(TEXTS.rateReset, { user: name }) };
  },

  plugins_list: (_fields, here) => {
    requireOwner(here);
    return { cmd: "plugins_list", plugins: {} };
  },

  // There are none: the bundled ones' work is the core's automod.
  plugins_reload: (fields, here) => {
    requireOwner(here);
    throw new Refusal(text(TEXTS.notReloaded, { plugin: stringIn(fields, "plugin") ?? "all" }));
  },
};

function statusOf(user: { readonly id: number; readonly handle: string }, { speed }: Here) {
  return { cmd: "rate_limit_status", user: usernameOf(user), status: speed.status(user.id) };
}

function isOwner({ named, session }: Here): boolean {
  return named().space.owner === session.user.id;
}

function requireOwner(here: Here): void {
  if (!isOwner(here)) throw new Refusal(TEXTS.ownerRequired);
}
