/** `docs/protocols/originchats.md` section 9.1. */

import type { Rows } from "../row.ts";

export const core: Rows = {
  ping: () => ({ cmd: "pong", val: "pong" }),

  server_info: (_fields, { named }) => {
    const { name } = named().space;
    return { cmd: "server_info", name, icon: "", banner: "" };
  },
};
