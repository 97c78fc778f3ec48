/** What each command tells others (`docs/protocols/originchats.md` sections 6 and 9), for `coverage.test.ts`. */

interface Broadcast {
  /** The packet that others get. */
  readonly packet: string;
  /** "view": a transcript shows somebody else who gets it, and somebody who does not. */
  readonly audience: "all" | "view";
}

export const broadcasts: Readonly<Record<string, Broadcast>> = {};
