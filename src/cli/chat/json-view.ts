/** Every packet as a line of JSON; news of the chat itself as `{"chat": …}`. */

import { cleanJson } from "./clean.ts";
import type { View } from "./view.ts";

export function jsonView(write: (text: string) => void): View {
  const line = (value: unknown): void => write(`${cleanJson(value)}\n`);
  const quiet = (): void => undefined;
  return {
    packet: line,
    room: ({ id, name }) => line({ chat: "room", id, name }),
    // The packets have told them already.
    message: quiet,
    note: quiet,
    typing: quiet,
    entered: quiet,
    notice: (text) => line({ chat: "notice", text }),
    pending: (lines) => line({ chat: "pending", count: lines.length }),
    close: quiet,
  };
}
