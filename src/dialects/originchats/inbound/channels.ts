/** `docs/protocols/originchats.md` section 9.4. */

import { channelsPacket } from "../channels.ts";
import type { Rows } from "../row.ts";

export const channels: Rows = {
  channels_get: async (_fields, here) => channelsPacket(here),
};
