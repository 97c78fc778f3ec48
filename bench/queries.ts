/** What is searched for in the big room: as a person types it, and as the store takes it. */

import { COMMON, RARE } from "./message.ts";

export interface Query {
  readonly name: string;
  readonly typed: string;
  readonly words: readonly { readonly text: string; readonly prefix: boolean }[];
  readonly parts: readonly string[];
  /** Whether there are at least 20 of it, or one in 50,000 messages. */
  readonly rare: boolean;
}

const word = (text: string, prefix = false) => ({ text, prefix });

export const QUERIES: readonly Query[] = [
  { name: "common word", typed: COMMON, words: [word(COMMON)], parts: [], rare: false },
  { name: "rare word", typed: RARE, words: [word(RARE)], parts: [], rare: true },
  {
    name: "common and rare",
    typed: `${COMMON.slice(0, 3)}* ${RARE}`,
    words: [word(COMMON.slice(0, 3), true), word(RARE)],
    parts: [],
    rare: true,
  },
  {
    name: "part of common",
    typed: `"${COMMON.slice(1, 5)}"`,
    words: [],
    parts: [COMMON.slice(1, 5)],
    rare: false,
  },
  { name: "part of rare", typed: `"${RARE.slice(1, 5)}"`, words: [], parts: [RARE.slice(1, 5)], rare: true },
];
