/** The client's own messages as it wrote them: with the digits of its nonce (`docs/protocols/i386chat.md`, section 5). */

import type { Frame } from "../../core/dialect.ts";
import type { Message } from "../../core/model/messages.ts";
import type { IsAdministrator } from "./nouns.ts";
import { messageFrame } from "./outbound.ts";

/** Most of a connection that are remembered: of what was refused, or told where it is not heard, none comes back. */
export const MAX_KEPT = 1_000;

export interface OwnNonces {
  /** Remember the digits where the key of a nonce does not carry them. */
  keep(key: string | null, digits: string | null): void;
  has(key: string | null): boolean;
  /** A message of one's own, with the nonce as one wrote it. */
  frame(message: Message, seq: number): Frame | null;
}

export function createOwnNonces(isAdministrator: IsAdministrator): OwnNonces {
  const long = new Map<string, string>();
  return {
    keep(key, digits) {
      if (key === null || digits === null || key.includes(".")) return;
      long.set(key, digits);
      const [oldest] = long.keys();
      if (long.size > MAX_KEPT && oldest !== undefined) long.delete(oldest);
    },
    has: (key) => long.has(key ?? ""),
    frame(message, seq) {
      const digits = long.get(message.nonce ?? "");
      if (digits === undefined) return messageFrame(message, seq, isAdministrator);
      long.delete(message.nonce ?? "");
      return messageFrame(message, seq, isAdministrator, { digits });
    },
  };
}
