/** One's own presence. */

import { entry } from "./entry.ts";

export const presence = {
  presence_set: entry("presence_set", ({ status, text, until }) => ({
    // A status of no meaning is left to the core, which refuses it.
    status: status as "online" | "idle" | "dnd" | "invisible",
    text,
    until,
  })),
} as const;
